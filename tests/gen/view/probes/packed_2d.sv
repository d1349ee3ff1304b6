// A packed array of two dimensions as a port.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys.
module packed_2d (input logic [3:0][7:0] a_i, output logic [7:0] b_o);
  assign b_o = a_i[0] ^ a_i[1] ^ a_i[2] ^ a_i[3];
endmodule
