// Bits of an expression that is not a name.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
module part_select_of_expression (input logic [7:0] a_i, b_i, output logic [3:0] c_o);
  assign c_o = {a_i ^ b_i}[7:4];
endmodule
