// One processing element: takes the words apart for its dot product.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_pe (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic valid_i,
  input  logic en_i,
  input  logic [18:0] c_i,
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
  array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_dot u_dot (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(en_i),
      .valid_i(valid_i),
      .a_i(a_0),
      .b_i(b_0),
      .c_i(c_i),
      .valid_o(valid),
      .acc_o(acc)
  );
  assign valid_o = valid;
  assign acc_o = acc;
endmodule
