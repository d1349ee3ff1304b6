// An assignment pattern with a default.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
module assignment_pattern (input logic [1:0] a_i, output logic [7:0] b_o);
  logic [7:0] table_q[4];
  assign table_q = '{default: 8'd3};
  assign b_o = table_q[a_i];
endmodule
