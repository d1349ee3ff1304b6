// One processing element: takes the words apart for its dot product.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_pe (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic valid_i,
  input  logic first_i,
  input  logic [7:0] a_i,
  input  logic [7:0] b_i,
  output logic valid_o,
  output logic signed [18:0] acc_o
);
  logic [7:0] a_0;
  assign a_0 = a_i;
  logic [7:0] b_0;
  assign b_0 = b_i;
  logic valid;
  logic signed [18:0] acc;
  array_2x3_int4_x2_int19_dot u_dot (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .valid_i(valid_i),
      .first_i(first_i),
      .a_i(a_0),
      .b_i(b_0),
      .valid_o(valid),
      .acc_o(acc)
  );
  assign valid_o = valid;
  assign acc_o = acc;
endmodule
