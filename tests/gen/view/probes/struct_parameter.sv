// A structure as a parameter.
// SPDX-License-Identifier: Apache-2.0
// Refused by: yosys, icarus.
package shapes;
  typedef struct packed {
    logic [7:0] rows;
    logic [7:0] cols;
  } shape_t;
endpackage
module struct_parameter #(parameter shapes::shape_t S = '{rows: 8'd2, cols: 8'd3}) (
    input logic [7:0] a_i, output logic [7:0] b_o);
  assign b_o = a_i + S.rows;
endmodule
