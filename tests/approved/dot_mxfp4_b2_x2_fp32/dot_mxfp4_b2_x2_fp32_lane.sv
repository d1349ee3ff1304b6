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
  logic [2:0] exponent;
  assign exponent = 3'(a_exponent) + 3'(b_exponent);
  logic heap_bits_1;
  assign heap_bits_1 = exponent == 3'd2;
  logic heap_bits_11;
  assign heap_bits_11 = exponent == 3'd3;
  logic heap_bits_17;
  assign heap_bits_17 = exponent == 3'd4;
  logic heap_bits_23;
  assign heap_bits_23 = exponent == 3'd5;
  logic heap_bits_29;
  assign heap_bits_29 = exponent == 3'd6;
  logic heap_bits_39;
  assign heap_bits_39 = neg ^ ((mag[0] & heap_bits_17) | ((heap_bits_1 & mag[2]) | (mag[1] & heap_bits_11)));
  logic heap_bits_42;
  assign heap_bits_42 = (mag[0] & heap_bits_23) | ((mag[1] & heap_bits_17) | ((heap_bits_1 & mag[3]) | (mag[2] & heap_bits_11)));
  logic heap_bits_46;
  assign heap_bits_46 = (mag[0] & heap_bits_29) | ((mag[1] & heap_bits_23) | ((mag[3] & heap_bits_11) | (mag[2] & heap_bits_17)));
  logic heap_bits_50;
  assign heap_bits_50 = neg ^ ((mag[1] & heap_bits_29) | ((mag[3] & heap_bits_17) | (mag[2] & heap_bits_23)));
  logic sign;
  logic u_sign_carry_o_unread;
  mx_ha u_sign (
      .a_i(a_i[3]),
      .b_i(b_i[3]),
      .sum_o(sign),
      .carry_o(u_sign_carry_o_unread)
  );
  logic [8:0] heap_bits;
  assign heap_bits = {sign, neg ^ (mag[3] & heap_bits_29), neg ^ ((mag[3] & heap_bits_23) | (mag[2] & heap_bits_29)), heap_bits_50, neg ^ heap_bits_46, neg ^ heap_bits_42, heap_bits_39, neg ^ ((heap_bits_1 & mag[1]) | (mag[0] & heap_bits_11)), neg ^ (heap_bits_1 & mag[0])};
  assign term_o = heap_bits;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_comb begin
    assert final ((a_exponent >= 2'd1) !== 1'b0) else $error("a_exponent leaves [1, 3]");
    assert final ((b_exponent >= 2'd1) !== 1'b0) else $error("b_exponent leaves [1, 3]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{u_sign_carry_o_unread};
endmodule
