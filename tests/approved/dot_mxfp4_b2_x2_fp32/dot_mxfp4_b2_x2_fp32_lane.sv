// Exact product of e2m1 and e2m1 in units of the smallest product bit.
// SPDX-License-Identifier: Apache-2.0
module dot_mxfp4_b2_x2_fp32_lane (
  input  logic [3:0] a_i,
  input  logic [3:0] b_i,
  output logic [8:0] term_o
);
  logic a_subnormal;
  assign a_subnormal = a_i[2:1] == 2'd0;
  logic [1:0] a_mag;
  assign a_mag = {~a_subnormal, a_i[0]};
  logic [1:0] a_exponent;
  assign a_exponent = a_i[2:1] | 2'(a_subnormal);
  logic b_subnormal;
  assign b_subnormal = b_i[2:1] == 2'd0;
  logic [1:0] b_mag;
  assign b_mag = {~b_subnormal, b_i[0]};
  logic [1:0] b_exponent;
  assign b_exponent = b_i[2:1] | 2'(b_subnormal);
  logic neg;
  assign neg = a_i[3] ^ b_i[3];
  logic [3:0] mag;
  assign mag = 4'(a_mag) * 4'(b_mag);
  logic t5_1;
  assign t5_1 = b_exponent == 2'd1;
  logic t5_2;
  assign t5_2 = a_exponent == 2'd1;
  logic t3_0;
  assign t3_0 = t5_1 & t5_2;
  logic t6_2;
  assign t6_2 = b_exponent == 2'd2;
  logic t6_3;
  assign t6_3 = a_exponent == 2'd2;
  logic t4_3;
  assign t4_3 = (t5_2 & t6_2) | (t5_1 & t6_3);
  logic t7_4;
  assign t7_4 = b_exponent == 2'd3;
  logic t7_5;
  assign t7_5 = a_exponent == 2'd3;
  logic t5_8;
  assign t5_8 = (t5_1 & t7_5) | ((t5_2 & t7_4) | (t6_2 & t6_3));
  logic t6_6;
  assign t6_6 = (t6_3 & t7_4) | (t6_2 & t7_5);
  logic t7_6;
  assign t7_6 = t7_4 & t7_5;
  logic t0;
  assign t0 = neg ^ (t3_0 & mag[0]);
  logic t1;
  assign t1 = neg ^ ((t3_0 & mag[1]) | (mag[0] & t4_3));
  logic t2;
  assign t2 = neg ^ ((mag[0] & t5_8) | ((t3_0 & mag[2]) | (mag[1] & t4_3)));
  logic t3;
  assign t3 = neg ^ (((t3_0 & mag[3]) | (mag[2] & t4_3)) | ((mag[1] & t5_8) | (mag[0] & t6_6)));
  logic t4;
  assign t4 = neg ^ (((mag[3] & t4_3) | (mag[2] & t5_8)) | ((mag[1] & t6_6) | (mag[0] & t7_6)));
  logic t5;
  assign t5 = neg ^ ((mag[1] & t7_6) | ((mag[3] & t5_8) | (mag[2] & t6_6)));
  logic t6;
  assign t6 = neg ^ ((mag[3] & t6_6) | (mag[2] & t7_6));
  logic t7;
  assign t7 = neg ^ (mag[3] & t7_6);
  logic sign;
  logic sign_carry_o_unread;
  dot_mxfp4_b2_x2_fp32_ha u_sign (
      .a_i(a_i[3]),
      .b_i(b_i[3]),
      .sum_o(sign),
      .carry_o(sign_carry_o_unread)
  );
  assign term_o = {sign, t7, t6, t5, t4, t3, t2, t1, t0};
`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_comb begin
    assert final ((a_exponent >= 2'd1) !== 1'b0) else $error("a_exponent leaves [1, 3]");
    assert final ((b_exponent >= 2'd1) !== 1'b0) else $error("b_exponent leaves [1, 3]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{sign_carry_o_unread};
endmodule
