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
  logic n0;
  assign n0 = b_mag[0] & a_mag[0];
  logic n1;
  assign n1 = a_mag[0] & b_mag[1];
  logic n2;
  assign n2 = a_mag[0] & b_mag[2];
  logic n3;
  assign n3 = a_mag[0] & b_mag[3];
  logic n1_2;
  assign n1_2 = b_mag[0] & a_mag[1];
  logic n2_2;
  assign n2_2 = b_mag[1] & a_mag[1];
  logic n3_2;
  assign n3_2 = b_mag[2] & a_mag[1];
  logic n4;
  assign n4 = b_mag[3] & a_mag[1];
  logic n2_3;
  assign n2_3 = b_mag[0] & a_mag[2];
  logic pp_1_3;
  assign pp_1_3 = ~(b_mag[1] & a_mag[2]);
  logic n4_2;
  assign n4_2 = b_mag[2] & a_mag[2];
  logic pp_3_5;
  assign pp_3_5 = ~(b_mag[3] & a_mag[2]);
  logic pp_0_3;
  assign pp_0_3 = ~(b_mag[0] & a_mag[3]);
  logic n4_3;
  assign n4_3 = b_mag[1] & a_mag[3];
  logic pp_2_5;
  assign pp_2_5 = ~(b_mag[2] & a_mag[3]);
  logic n6;
  assign n6 = b_mag[3] & a_mag[3];
  logic s2;
  logic k3;
  multiply_e4m3_ha u_ha_0 (
      .a_i(n2),
      .b_i(n2_2),
      .sum_o(s2),
      .carry_o(k3)
  );
  logic s3;
  logic k4;
  multiply_e4m3_ha u_ha_1 (
      .a_i(n3),
      .b_i(n3_2),
      .sum_o(s3),
      .carry_o(k4)
  );
  logic n3_3;
  assign n3_3 = ~k3;
  logic s3_2;
  logic k4_2;
  multiply_e4m3_fa u_fa_2 (
      .a_i(pp_1_3),
      .b_i(pp_0_3),
      .c_i(n3_3),
      .sum_o(s3_2),
      .carry_o(k4_2)
  );
  logic s4;
  logic k5;
  multiply_e4m3_ha u_ha_3 (
      .a_i(n4),
      .b_i(n4_2),
      .sum_o(s4),
      .carry_o(k5)
  );
  logic s4_2;
  logic k5_2;
  multiply_e4m3_fa u_fa_4 (
      .a_i(n4_3),
      .b_i(k4),
      .c_i(s4),
      .sum_o(s4_2),
      .carry_o(k5_2)
  );
  logic n5;
  assign n5 = ~k5;
  logic s5;
  logic k6;
  multiply_e4m3_fa u_fa_5 (
      .a_i(pp_3_5),
      .b_i(pp_2_5),
      .c_i(n5),
      .sum_o(s5),
      .carry_o(k6)
  );
  logic n3_4;
  assign n3_4 = ~s3_2;
  logic n4_4;
  assign n4_4 = ~k4_2;
  logic n5_2;
  assign n5_2 = ~s5;
  logic n6_2;
  assign n6_2 = ~k6;
  logic g1;
  assign g1 = n1 & n1_2;
  logic g2;
  assign g2 = n2_3 & s2;
  logic p2;
  assign p2 = n2_3 | s2;
  logic g3;
  assign g3 = s3 & n3_4;
  logic p3;
  assign p3 = s3 | n3_4;
  logic g4;
  assign g4 = s4_2 & n4_4;
  logic p4;
  assign p4 = s4_2 | n4_4;
  logic g5;
  assign g5 = k5_2 & n5_2;
  logic p5;
  assign p5 = k5_2 | n5_2;
  logic g6;
  assign g6 = n6 & n6_2;
  logic p6;
  assign p6 = n6 | n6_2;
  logic g2_0;
  assign g2_0 = g2 | (g1 & p2);
  logic g3_0;
  assign g3_0 = g3 | (p3 & g2_0);
  logic g4_0;
  assign g4_0 = g4 | (p4 & g3_0);
  logic g5_0;
  assign g5_0 = g5 | (p5 & g4_0);
  logic g6_5;
  assign g6_5 = g6 | (g5 & p6);
  logic p6_5;
  assign p6_5 = p5 & p6;
  logic g6_0;
  assign g6_0 = g6_5 | (g4_0 & p6_5);
  logic h1;
  assign h1 = n1 ^ n1_2;
  logic h2;
  assign h2 = n2_3 ^ s2;
  logic h3;
  assign h3 = s3 ^ n3_4;
  logic h4;
  assign h4 = s4_2 ^ n4_4;
  logic h5;
  assign h5 = k5_2 ^ n5_2;
  logic h6;
  assign h6 = n6 ^ n6_2;
  logic [7:0] mag;
  assign mag = {g6_0, g5_0 ^ h6, g4_0 ^ h5, g3_0 ^ h4, g2_0 ^ h3, g1 ^ h2, h1, n0};
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
  logic round_exponent_4;
  assign round_exponent_4 = round_exponent_1[0] & round_exponent_0[0];
  logic [7:0] round_exponent_6;
  assign round_exponent_6 = round_exponent_1[0] ? 8'(round_exponent_0[7:1]) : round_exponent_0;
  logic round_exponent_12;
  assign round_exponent_12 = round_exponent_4 | (round_exponent_1[1] & (round_exponent_6[1:0] != 2'd0));
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
