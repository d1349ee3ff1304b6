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
  logic heap_bits_4;
  assign heap_bits_4 = b_exponent == 2'd1;
  logic heap_bits_5;
  assign heap_bits_5 = a_exponent == 2'd1;
  logic heap_bits_6;
  assign heap_bits_6 = heap_bits_4 & heap_bits_5;
  logic heap_bits_15;
  assign heap_bits_15 = b_exponent == 2'd2;
  logic heap_bits_17;
  assign heap_bits_17 = a_exponent == 2'd2;
  logic heap_bits_19;
  assign heap_bits_19 = (heap_bits_5 & heap_bits_15) | (heap_bits_4 & heap_bits_17);
  logic heap_bits_25;
  assign heap_bits_25 = b_exponent == 2'd3;
  logic heap_bits_28;
  assign heap_bits_28 = a_exponent == 2'd3;
  logic heap_bits_31;
  assign heap_bits_31 = (heap_bits_4 & heap_bits_28) | ((heap_bits_5 & heap_bits_25) | (heap_bits_15 & heap_bits_17));
  logic heap_bits_38;
  assign heap_bits_38 = (heap_bits_17 & heap_bits_25) | (heap_bits_15 & heap_bits_28);
  logic heap_bits_43;
  assign heap_bits_43 = heap_bits_25 & heap_bits_28;
  logic heap_bits_53;
  assign heap_bits_53 = neg ^ ((mag[0] & heap_bits_31) | ((heap_bits_6 & mag[2]) | (mag[1] & heap_bits_19)));
  logic heap_bits_57;
  assign heap_bits_57 = neg ^ (((heap_bits_6 & mag[3]) | (mag[2] & heap_bits_19)) | ((mag[1] & heap_bits_31) | (mag[0] & heap_bits_38)));
  logic heap_bits_61;
  assign heap_bits_61 = neg ^ (((mag[3] & heap_bits_19) | (mag[2] & heap_bits_31)) | ((mag[1] & heap_bits_38) | (mag[0] & heap_bits_43)));
  logic heap_bits_64;
  assign heap_bits_64 = neg ^ ((mag[1] & heap_bits_43) | ((mag[3] & heap_bits_31) | (mag[2] & heap_bits_38)));
  logic sign;
  logic u_sign_carry_o_unread;
  mx_ha u_sign (
      .a_i(a_i[3]),
      .b_i(b_i[3]),
      .sum_o(sign),
      .carry_o(u_sign_carry_o_unread)
  );
  logic [8:0] heap_bits;
  assign heap_bits = {sign, neg ^ (mag[3] & heap_bits_43), neg ^ ((mag[3] & heap_bits_38) | (mag[2] & heap_bits_43)), heap_bits_64, heap_bits_61, heap_bits_57, heap_bits_53, neg ^ ((heap_bits_6 & mag[1]) | (mag[0] & heap_bits_19)), neg ^ (heap_bits_6 & mag[0])};
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
