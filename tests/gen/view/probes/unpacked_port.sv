// An unpacked array as a port.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys.
module unpacked_port (input logic [7:0] a_i[4], output logic [7:0] b_o);
  assign b_o = a_i[0] ^ a_i[1] ^ a_i[2] ^ a_i[3];
endmodule
