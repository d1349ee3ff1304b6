// Product of two e4m3 numbers, rounded to nearest even.
// SPDX-License-Identifier: Apache-2.0
module multiply_e4m3 (
  input  logic [7:0] a_i,
  input  logic [7:0] b_i,
  output logic [7:0] p_o
);
  logic a_subnormal;
  assign a_subnormal = a_i[6:3] == 4'd0;
  logic [3:0] a_mag;
  assign a_mag = {~a_subnormal, a_i[2:0]};
  logic [3:0] a_exponent;
  assign a_exponent = a_i[6:3] | 4'(a_subnormal);
  logic b_subnormal;
  assign b_subnormal = b_i[6:3] == 4'd0;
  logic [3:0] b_mag;
  assign b_mag = {~b_subnormal, b_i[2:0]};
  logic [3:0] b_exponent;
  assign b_exponent = b_i[6:3] | 4'(b_subnormal);
  logic nan;
  assign nan = ((a_i[2:0] == 3'd7) & (a_i[6:3] == 4'd15)) | ((b_i[2:0] == 3'd7) & (b_i[6:3] == 4'd15));
  logic neg;
  assign neg = a_i[7] ^ b_i[7];
  logic half_sum_0;
  assign half_sum_0 = a_mag[0] & b_mag[1];
  logic u_ha_4;
  assign u_ha_4 = a_mag[0] & b_mag[2];
  logic u_ha_5;
  assign u_ha_5 = a_mag[0] & b_mag[3];
  logic half_sum_7;
  assign half_sum_7 = b_mag[0] & a_mag[1];
  logic u_ha_7;
  assign u_ha_7 = b_mag[1] & a_mag[1];
  logic u_ha_8;
  assign u_ha_8 = b_mag[2] & a_mag[1];
  logic u_ha_9;
  assign u_ha_9 = b_mag[3] & a_mag[1];
  logic half_sum_8;
  assign half_sum_8 = b_mag[0] & a_mag[2];
  logic u_fa_8;
  assign u_fa_8 = ~(b_mag[1] & a_mag[2]);
  logic u_ha_10;
  assign u_ha_10 = b_mag[2] & a_mag[2];
  logic u_fa_10;
  assign u_fa_10 = ~(b_mag[3] & a_mag[2]);
  logic u_fa_12;
  assign u_fa_12 = ~(b_mag[0] & a_mag[3]);
  logic u_fa_13;
  assign u_fa_13 = b_mag[1] & a_mag[3];
  logic u_fa_15;
  assign u_fa_15 = ~(b_mag[2] & a_mag[3]);
  logic half_sum_10;
  assign half_sum_10 = b_mag[3] & a_mag[3];
  logic s2;
  logic k3;
  mx_ha u_ha_0 (
      .a_i(u_ha_4),
      .b_i(u_ha_7),
      .sum_o(s2),
      .carry_o(k3)
  );
  logic s3;
  logic k4;
  mx_ha u_ha_1 (
      .a_i(u_ha_5),
      .b_i(u_ha_8),
      .sum_o(s3),
      .carry_o(k4)
  );
  logic u_fa_16;
  assign u_fa_16 = ~k3;
  logic s3_2;
  logic k4_2;
  mx_fa u_fa_2 (
      .a_i(u_fa_8),
      .b_i(u_fa_12),
      .c_i(u_fa_16),
      .sum_o(s3_2),
      .carry_o(k4_2)
  );
  logic s4;
  logic k5;
  mx_ha u_ha_3 (
      .a_i(u_ha_9),
      .b_i(u_ha_10),
      .sum_o(s4),
      .carry_o(k5)
  );
  logic s4_2;
  logic k5_2;
  mx_fa u_fa_4 (
      .a_i(u_fa_13),
      .b_i(k4),
      .c_i(s4),
      .sum_o(s4_2),
      .carry_o(k5_2)
  );
  logic u_fa_17;
  assign u_fa_17 = ~k5;
  logic s5;
  logic k6;
  mx_fa u_fa_5 (
      .a_i(u_fa_10),
      .b_i(u_fa_15),
      .c_i(u_fa_17),
      .sum_o(s5),
      .carry_o(k6)
  );
  logic half_sum_11;
  assign half_sum_11 = ~s3_2;
  logic half_sum_12;
  assign half_sum_12 = ~k4_2;
  logic half_sum_13;
  assign half_sum_13 = ~s5;
  logic half_sum_14;
  assign half_sum_14 = ~k6;
  logic mag_1;
  assign mag_1 = half_sum_0 & half_sum_7;
  logic mag_8;
  assign mag_8 = k5_2 & half_sum_13;
  logic mag_9;
  assign mag_9 = k5_2 | half_sum_13;
  logic mag_11;
  assign mag_11 = half_sum_10 | half_sum_14;
  logic mag_13;
  assign mag_13 = (half_sum_8 & s2) | (mag_1 & (half_sum_8 | s2));
  logic mag_15;
  assign mag_15 = (s3 & half_sum_11) | ((s3 | half_sum_11) & mag_13);
  logic mag_17;
  assign mag_17 = (s4_2 & half_sum_12) | ((s4_2 | half_sum_12) & mag_15);
  logic half_sum;
  assign half_sum = half_sum_0 ^ half_sum_7;
  logic half_sum_2;
  assign half_sum_2 = half_sum_8 ^ s2;
  logic half_sum_3;
  assign half_sum_3 = s3 ^ half_sum_11;
  logic half_sum_4;
  assign half_sum_4 = s4_2 ^ half_sum_12;
  logic half_sum_5;
  assign half_sum_5 = k5_2 ^ half_sum_13;
  logic half_sum_6;
  assign half_sum_6 = half_sum_10 ^ half_sum_14;
  logic [7:0] mag;
  assign mag = {((half_sum_10 & half_sum_14) | (mag_8 & mag_11)) | (mag_17 & mag_9 & mag_11), (mag_8 | (mag_9 & mag_17)) ^ half_sum_6, mag_17 ^ half_sum_5, mag_15 ^ half_sum_4, mag_13 ^ half_sum_3, mag_1 ^ half_sum_2, half_sum, b_mag[0] & a_mag[0]};
  logic [7:0] round_exponent_0;
  assign round_exponent_0 = mag;
  logic [4:0] exponent;
  assign exponent = 5'(a_exponent) + 5'(b_exponent);
  logic [4:0] result_exponent;
  assign result_exponent = (exponent < 5'd7) ? 5'd7 : exponent;
  logic signed [5:0] underflow;
  assign underflow = 6'(result_exponent) - 6'(exponent);
  logic [2:0] round_exponent_1;
  assign round_exponent_1 = underflow[2:0];
  logic [7:0] round_exponent_6;
  assign round_exponent_6 = round_exponent_1[0] ? 8'(round_exponent_0[7:1]) : round_exponent_0;
  logic round_exponent_12;
  assign round_exponent_12 = (round_exponent_1[0] & round_exponent_0[0]) | (round_exponent_1[1] & (round_exponent_6[1:0] != 2'd0));
  logic [7:0] round_exponent_14;
  assign round_exponent_14 = round_exponent_1[1] ? 8'(round_exponent_6[7:2]) : round_exponent_6;
  logic round_exponent_20;
  assign round_exponent_20 = round_exponent_12 | (round_exponent_1[2] & (round_exponent_14[3:0] != 4'd0));
  logic [8:0] round_exponent_23;
  assign round_exponent_23 = {round_exponent_1[2] ? 8'(round_exponent_14[7:4]) : round_exponent_14, round_exponent_20};
  logic [4:0] round_limit;
  assign round_limit = result_exponent - 5'd7;
  logic round_zeros_9;
  assign round_zeros_9 = round_exponent_23[8] | round_exponent_23[7];
  logic round_zeros_13;
  assign round_zeros_13 = round_exponent_23[4] | round_exponent_23[3];
  logic round_zeros_18;
  assign round_zeros_18 = round_zeros_9 | round_exponent_23[6] | round_exponent_23[5];
  logic round_zeros_24;
  assign round_zeros_24 = round_zeros_18 | round_zeros_13 | round_exponent_23[2] | round_exponent_23[1];
  logic round_zeros_31;
  assign round_zeros_31 = round_zeros_24 ? (round_zeros_18 ? (round_zeros_9 ? ~round_exponent_23[8] : ~round_exponent_23[6]) : (round_zeros_13 ? ~round_exponent_23[4] : ~round_exponent_23[2])) : ~round_exponent_23[0];
  logic [3:0] round_zeros;
  assign round_zeros = {~round_zeros_24, round_zeros_24 ? ~round_zeros_18 : 1'd0, round_zeros_24 ? (round_zeros_18 ? ~round_zeros_9 : ~round_zeros_13) : 1'd0, round_zeros_31};
  logic [3:0] round_shift_0;
  assign round_shift_0 = round_zeros;
  logic [4:0] round_shift;
  assign round_shift = (5'(round_shift_0) < round_limit) ? 5'(round_shift_0) : round_limit;
  logic [17:0] round_shifted;
  assign round_shifted = 18'(round_exponent_23) << round_shift[3:0];
  logic [8:0] round_up_0;
  assign round_up_0 = round_shifted[8:0];
  logic signed [5:0] round_exponent_25;
  assign round_exponent_25 = 6'(round_limit) - 6'(round_shift[3:0]);
  logic [4:0] round_exponent;
  assign round_exponent = (round_exponent_23 == 9'd0) ? 5'd0 : round_exponent_25[4:0];
  logic [7:0] round_code_1;
  assign round_code_1 = 8'(round_exponent) << 3;
  logic round_up_6;
  assign round_up_6 = (round_up_0[3:0] != 4'd0) | round_up_0[5];
  logic round_up;
  assign round_up = round_up_0[4] & round_up_6;
  logic [7:0] round_code_3;
  assign round_code_3 = round_code_1 + 8'(round_up_0[8:5]);
  logic [7:0] round_code;
  assign round_code = round_code_3 + 8'(round_up);
  logic [7:0] p_2;
  assign p_2 = (8'd126 < round_code) ? 8'd126 : round_code;
  logic [7:0] p_4;
  assign p_4 = {neg, p_2[6:0]};
  assign p_o = nan ? 8'd127 : p_4;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_comb begin
    assert final ((a_exponent >= 4'd1) !== 1'b0) else $error("a_exponent leaves [1, 15]");
    assert final ((b_exponent >= 4'd1) !== 1'b0) else $error("b_exponent leaves [1, 15]");
    assert final ((mag <= 8'd225) !== 1'b0) else $error("mag leaves [0, 225]");
    assert final ((result_exponent >= 5'd7) !== 1'b0) else $error("result_exponent leaves [7, 30]");
    assert final ((underflow >= $signed(6'd0) && underflow <= $signed(6'd5)) !== 1'b0) else $error("underflow leaves [0, 5]");
    assert final ((round_zeros <= 4'd9) !== 1'b0) else $error("round_zeros leaves [0, 9]");
    assert final ((round_shift <= 5'd9) !== 1'b0) else $error("round_shift leaves [0, 9]");
    assert final ((round_shifted <= 18'd511) !== 1'b0) else $error("round_shifted leaves [0, 511]");
    assert final ((round_exponent_25 >= $signed(6'd0)) !== 1'b0) else $error("round_exponent_25 leaves [0, 23]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{p_2[7]};
endmodule
