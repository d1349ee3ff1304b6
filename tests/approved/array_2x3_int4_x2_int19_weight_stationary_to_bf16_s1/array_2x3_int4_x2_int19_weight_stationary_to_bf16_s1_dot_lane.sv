// Exact product of int4 and int4 in units of the smallest product bit.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_dot_lane (
  input  logic [3:0] a_i,
  input  logic [3:0] b_i,
  output logic [15:0] term_o
);
  logic pp_0_0;
  assign pp_0_0 = ~(b_i[0] & a_i[0]);
  logic pp_1_1;
  assign pp_1_1 = ~(a_i[0] & b_i[1]);
  logic pp_2_2;
  assign pp_2_2 = ~(a_i[0] & b_i[2]);
  logic pp_3_3;
  assign pp_3_3 = ~(b_i[3] & a_i[0]);
  logic pp_0_1;
  assign pp_0_1 = ~(b_i[0] & a_i[1]);
  logic pp_1_2;
  assign pp_1_2 = ~(b_i[1] & a_i[1]);
  logic pp_2_3;
  assign pp_2_3 = ~(b_i[2] & a_i[1]);
  logic pp_3_4;
  assign pp_3_4 = ~(b_i[3] & a_i[1]);
  logic pp_0_2;
  assign pp_0_2 = ~(b_i[0] & a_i[2]);
  logic pp_1_3;
  assign pp_1_3 = ~(b_i[1] & a_i[2]);
  logic pp_2_4;
  assign pp_2_4 = ~(b_i[2] & a_i[2]);
  logic pp_3_5;
  assign pp_3_5 = ~(b_i[3] & a_i[2]);
  logic pp_0_3;
  assign pp_0_3 = ~(a_i[3] & b_i[0]);
  logic pp_1_4;
  assign pp_1_4 = ~(a_i[3] & b_i[1]);
  logic pp_2_5;
  assign pp_2_5 = ~(a_i[3] & b_i[2]);
  logic pp_3_6;
  assign pp_3_6 = ~(b_i[3] & a_i[3]);
  assign term_o = {pp_3_6, pp_2_5, pp_1_4, pp_0_3, pp_3_5, pp_2_4, pp_1_3, pp_0_2, pp_3_4, pp_2_3, pp_1_2, pp_0_1, pp_3_3, pp_2_2, pp_1_1, pp_0_0};
endmodule
