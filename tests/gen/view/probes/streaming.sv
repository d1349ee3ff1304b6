// The streaming operator.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
module streaming (input logic [7:0] a_i, output logic [7:0] b_o);
  assign b_o = {<<{a_i}};
endmodule
