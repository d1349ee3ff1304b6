// Dot product of mxfp4_b2 and mxfp4_b2, 2 products a beat, accumulated as fp32.
// SPDX-License-Identifier: Apache-2.0
module dot_mxfp4_b2_x2_fp32 (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic valid_i,
  input  logic first_i,
  input  logic [7:0] a_i,
  input  logic [7:0] b_i,
  input  logic [7:0] a_scale_i,
  input  logic [7:0] b_scale_i,
  output logic valid_o,
  output logic [31:0] acc_o
);
  logic acc_neg_q;
  logic signed [24:0] acc_significand_q;
  logic acc_up_q;
  logic [8:0] acc_field_q;
  logic acc_nan_q;
  logic acc_pos_inf_q;
  logic acc_neg_inf_q;
  logic valid_q;
  logic [17:0] term;
  for (genvar i = 0; i < 2; i++) begin : gen_lane
    dot_mxfp4_b2_x2_fp32_lane u_lane (
        .a_i(a_i[i*4 +: 4]),
        .b_i(b_i[i*4 +: 4]),
        .term_o(term[i*9 +: 9])
    );
  end
  logic [8:0] n8_0;
  assign n8_0 = term[8:0];
  logic [8:0] n8_3;
  assign n8_3 = term[17:9];
  logic s0;
  logic k1;
  dot_mxfp4_b2_x2_fp32_fa u_fa_1 (
      .a_i(n8_0[8]),
      .b_i(n8_3[8]),
      .c_i(n8_0[0]),
      .sum_o(s0),
      .carry_o(k1)
  );
  logic s1;
  logic k2;
  dot_mxfp4_b2_x2_fp32_ha u_ha_2 (
      .a_i(n8_0[1]),
      .b_i(n8_3[1]),
      .sum_o(s1),
      .carry_o(k2)
  );
  logic s2;
  logic k3;
  dot_mxfp4_b2_x2_fp32_ha u_ha_3 (
      .a_i(n8_0[2]),
      .b_i(n8_3[2]),
      .sum_o(s2),
      .carry_o(k3)
  );
  logic s3;
  logic k4;
  dot_mxfp4_b2_x2_fp32_ha u_ha_4 (
      .a_i(n8_0[3]),
      .b_i(n8_3[3]),
      .sum_o(s3),
      .carry_o(k4)
  );
  logic s4;
  logic k5;
  dot_mxfp4_b2_x2_fp32_ha u_ha_5 (
      .a_i(n8_0[4]),
      .b_i(n8_3[4]),
      .sum_o(s4),
      .carry_o(k5)
  );
  logic s5;
  logic k6;
  dot_mxfp4_b2_x2_fp32_ha u_ha_6 (
      .a_i(n8_0[5]),
      .b_i(n8_3[5]),
      .sum_o(s5),
      .carry_o(k6)
  );
  logic s6;
  logic k7;
  dot_mxfp4_b2_x2_fp32_ha u_ha_7 (
      .a_i(n8_0[6]),
      .b_i(n8_3[6]),
      .sum_o(s6),
      .carry_o(k7)
  );
  logic s7;
  logic k8;
  dot_mxfp4_b2_x2_fp32_ha u_ha_8 (
      .a_i(n8_0[7]),
      .b_i(n8_3[7]),
      .sum_o(s7),
      .carry_o(k8)
  );
  logic n8;
  assign n8 = ~n8_0[8];
  logic n8_2;
  assign n8_2 = ~n8_3[8];
  logic s8;
  logic k9;
  dot_mxfp4_b2_x2_fp32_ha u_ha_9 (
      .a_i(n8),
      .b_i(n8_2),
      .sum_o(s8),
      .carry_o(k9)
  );
  logic n9;
  assign n9 = ~k9;
  logic g0;
  assign g0 = n8_3[0] & s0;
  logic g1;
  assign g1 = k1 & s1;
  logic p1;
  assign p1 = k1 | s1;
  logic g2;
  assign g2 = k2 & s2;
  logic p2;
  assign p2 = k2 | s2;
  logic g3;
  assign g3 = k3 & s3;
  logic p3;
  assign p3 = k3 | s3;
  logic g4;
  assign g4 = k4 & s4;
  logic p4;
  assign p4 = k4 | s4;
  logic g5;
  assign g5 = k5 & s5;
  logic p5;
  assign p5 = k5 | s5;
  logic g6;
  assign g6 = k6 & s6;
  logic p6;
  assign p6 = k6 | s6;
  logic g7;
  assign g7 = k7 & s7;
  logic p7;
  assign p7 = k7 | s7;
  logic g8;
  assign g8 = k8 & s8;
  logic p8;
  assign p8 = k8 | s8;
  logic g1_0;
  assign g1_0 = g1 | (g0 & p1);
  logic g2_0;
  assign g2_0 = g2 | (p2 & g1_0);
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
  logic g7_5;
  assign g7_5 = g7 | (p7 & g6_5);
  logic p7_5;
  assign p7_5 = p7 & p6_5;
  logic g7_0;
  assign g7_0 = g7_5 | (g4_0 & p7_5);
  logic g8_5;
  assign g8_5 = g8 | (p8 & g7_5);
  logic p8_5;
  assign p8_5 = p8 & p7_5;
  logic g8_0;
  assign g8_0 = g8_5 | (g4_0 & p8_5);
  logic h0;
  assign h0 = n8_3[0] ^ s0;
  logic h1;
  assign h1 = k1 ^ s1;
  logic h2;
  assign h2 = k2 ^ s2;
  logic h3;
  assign h3 = k3 ^ s3;
  logic h4;
  assign h4 = k4 ^ s4;
  logic h5;
  assign h5 = k5 ^ s5;
  logic h6;
  assign h6 = k6 ^ s6;
  logic h7;
  assign h7 = k7 ^ s7;
  logic h8;
  assign h8 = k8 ^ s8;
  logic [9:0] total_9;
  assign total_9 = {n9 ^ g8_0, g7_0 ^ h8, g6_0 ^ h7, g5_0 ^ h6, g4_0 ^ h5, g3_0 ^ h4, g2_0 ^ h3, g1_0 ^ h2, g0 ^ h1, h0};
  logic signed [9:0] total;
  assign total = $signed(total_9);
  logic a_scale_exponent_0;
  assign a_scale_exponent_0 = a_scale_i == 8'd255;
  logic [7:0] a_scale_exponent;
  assign a_scale_exponent = {a_scale_i[7:1], ~a_scale_exponent_0 & a_scale_i[0]};
  logic b_scale_exponent_0;
  assign b_scale_exponent_0 = b_scale_i == 8'd255;
  logic [7:0] b_scale_exponent;
  assign b_scale_exponent = {b_scale_i[7:1], ~b_scale_exponent_0 & b_scale_i[0]};
  logic [8:0] scale_exponent;
  assign scale_exponent = 9'(a_scale_exponent) + 9'(b_scale_exponent);
  logic signed [9:0] block_field;
  assign block_field = 10'(scale_exponent) - 10'd95;
  logic acc_overflow_3;
  assign acc_overflow_3 = valid_i & first_i;
  logic acc_value_0;
  assign acc_value_0 = ~acc_overflow_3;
  logic acc_overflow_4;
  assign acc_overflow_4 = acc_nan_q & acc_value_0;
  logic acc_overflow_5;
  assign acc_overflow_5 = acc_pos_inf_q & acc_value_0;
  logic acc_overflow_6;
  assign acc_overflow_6 = acc_neg_inf_q & acc_value_0;
  logic acc_value_1;
  assign acc_value_1 = acc_up_q & acc_value_0;
  logic signed [24:0] acc_value_3;
  assign acc_value_3 = acc_overflow_3 ? 25'd0 : acc_significand_q;
  logic signed [25:0] acc_value;
  assign acc_value = 26'(acc_value_3) + 26'(acc_value_1);
  logic signed [9:0] block_total;
  assign block_total = valid_i ? total : 10'd0;
  logic signed [10:0] align_distance;
  assign align_distance = 11'(block_field) - 11'(acc_field_q);
  logic align_stays;
  assign align_stays = (acc_overflow_3 ? (block_field < $signed(10'd1)) : align_distance[10]) | (block_total == 10'd0);
  logic signed [61:0] align_value_1;
  assign align_value_1 = 62'(acc_value) << 36;
  logic signed [61:0] align_value_6;
  assign align_value_6 = align_distance[0] ? 62'($signed(align_value_1[61:1])) : align_value_1;
  logic align_value_12;
  assign align_value_12 = (align_distance[0] & align_value_1[0]) | (align_distance[1] & (align_value_6[1:0] != 2'd0));
  logic signed [61:0] align_value_14;
  assign align_value_14 = align_distance[1] ? 62'($signed(align_value_6[61:2])) : align_value_6;
  logic align_value_20;
  assign align_value_20 = align_value_12 | (align_distance[2] & (align_value_14[3:0] != 4'd0));
  logic signed [61:0] align_value_22;
  assign align_value_22 = align_distance[2] ? 62'($signed(align_value_14[61:4])) : align_value_14;
  logic align_value_28;
  assign align_value_28 = align_value_20 | (align_distance[3] & (align_value_22[7:0] != 8'd0));
  logic signed [61:0] align_value_30;
  assign align_value_30 = align_distance[3] ? 62'($signed(align_value_22[61:8])) : align_value_22;
  logic align_value_36;
  assign align_value_36 = align_value_28 | (align_distance[4] & (align_value_30[15:0] != 16'd0));
  logic signed [61:0] align_value_38;
  assign align_value_38 = align_distance[4] ? 62'($signed(align_value_30[61:16])) : align_value_30;
  logic align_value_44;
  assign align_value_44 = align_value_36 | (align_distance[5] & (align_value_38[31:0] != 32'd0));
  logic align_value_48;
  assign align_value_48 = align_distance < $signed(11'd64);
  logic signed [0:0] align_value_51;
  assign align_value_51 = acc_value[25] ? 1'd1 : 1'd0;
  logic signed [61:0] align_value_53;
  assign align_value_53 = align_stays ? align_value_1 : (align_value_48 ? (align_distance[5] ? 62'($signed(align_value_38[61:32])) : align_value_38) : 62'(align_value_51));
  logic align_value_58;
  assign align_value_58 = (align_value_48 ? align_value_44 : (acc_value != 26'd0)) & ~align_stays;
  logic [63:0] align_value;
  assign align_value = {{align_value_53[61], $unsigned(align_value_53)}, align_value_58};
  logic [8:0] window_exponent_0;
  assign window_exponent_0 = acc_overflow_3 ? 9'd1 : acc_field_q;
  logic signed [9:0] window_exponent;
  assign window_exponent = align_stays ? 10'(window_exponent_0) : block_field;
  logic signed [35:0] acc_ends_1;
  assign acc_ends_1 = 36'(block_total) << 26;
  logic [63:0] acc_ends_6;
  assign acc_ends_6 = {acc_ends_1[35] ? 28'd268435455 : 28'd0, $unsigned(acc_ends_1)};
  logic [64:0] acc_neg_0;
  assign acc_neg_0 = 65'(align_value) + 65'(acc_ends_6);
  logic [63:0] acc_exact;
  assign acc_exact = acc_neg_0[63:0];
  logic [63:0] acc_ends_7;
  assign acc_ends_7 = align_value ^ acc_ends_6;
  logic [63:0] acc_ends_8;
  assign acc_ends_8 = align_value & acc_ends_6;
  logic [63:0] acc_ends_10;
  assign acc_ends_10 = ~(align_value | acc_ends_6);
  logic [63:0] acc_ends_16;
  assign acc_ends_16 = ~{acc_ends_8[62:0], 1'd0};
  logic [63:0] acc_ends_18;
  assign acc_ends_18 = ~{acc_ends_10[62:0], 1'd1};
  logic [63:0] acc_ends_20;
  assign acc_ends_20 = (acc_ends_10 & acc_ends_16) | (acc_ends_8 & acc_ends_18);
  logic [63:0] acc_ends_23;
  assign acc_ends_23 = (acc_ends_8 & acc_ends_16) | (acc_ends_10 & acc_ends_18);
  logic [62:0] acc_ends_29;
  assign acc_ends_29 = (acc_ends_23[62:0] & ~acc_ends_7[63:1]) | (acc_ends_7[63:1] & acc_ends_20[62:0]);
  logic [61:0] acc_ends_31;
  assign acc_ends_31 = 62'd2305843009213693952 >> window_exponent[8:0];
  logic [62:0] acc_ends;
  assign acc_ends = acc_ends_29 | 63'(acc_ends_31);
  logic acc_zeros_63;
  assign acc_zeros_63 = acc_ends[62] | acc_ends[61];
  logic acc_zeros_67;
  assign acc_zeros_67 = acc_ends[58] | acc_ends[57];
  logic acc_zeros_71;
  assign acc_zeros_71 = acc_ends[54] | acc_ends[53];
  logic acc_zeros_75;
  assign acc_zeros_75 = acc_ends[50] | acc_ends[49];
  logic acc_zeros_79;
  assign acc_zeros_79 = acc_ends[46] | acc_ends[45];
  logic acc_zeros_83;
  assign acc_zeros_83 = acc_ends[42] | acc_ends[41];
  logic acc_zeros_87;
  assign acc_zeros_87 = acc_ends[38] | acc_ends[37];
  logic acc_zeros_91;
  assign acc_zeros_91 = acc_ends[34] | acc_ends[33];
  logic acc_zeros_95;
  assign acc_zeros_95 = acc_ends[30] | acc_ends[29];
  logic acc_zeros_99;
  assign acc_zeros_99 = acc_ends[26] | acc_ends[25];
  logic acc_zeros_103;
  assign acc_zeros_103 = acc_ends[22] | acc_ends[21];
  logic acc_zeros_107;
  assign acc_zeros_107 = acc_ends[18] | acc_ends[17];
  logic acc_zeros_111;
  assign acc_zeros_111 = acc_ends[14] | acc_ends[13];
  logic acc_zeros_115;
  assign acc_zeros_115 = acc_ends[10] | acc_ends[9];
  logic acc_zeros_119;
  assign acc_zeros_119 = acc_ends[6] | acc_ends[5];
  logic acc_zeros_123;
  assign acc_zeros_123 = acc_ends[2] | acc_ends[1];
  logic acc_zeros_126;
  assign acc_zeros_126 = acc_zeros_63 | acc_ends[60] | acc_ends[59];
  logic acc_zeros_132;
  assign acc_zeros_132 = acc_zeros_71 | acc_ends[52] | acc_ends[51];
  logic acc_zeros_138;
  assign acc_zeros_138 = acc_zeros_79 | acc_ends[44] | acc_ends[43];
  logic acc_zeros_144;
  assign acc_zeros_144 = acc_zeros_87 | acc_ends[36] | acc_ends[35];
  logic acc_zeros_150;
  assign acc_zeros_150 = acc_zeros_95 | acc_ends[28] | acc_ends[27];
  logic acc_zeros_156;
  assign acc_zeros_156 = acc_zeros_103 | acc_ends[20] | acc_ends[19];
  logic acc_zeros_162;
  assign acc_zeros_162 = acc_zeros_111 | acc_ends[12] | acc_ends[11];
  logic acc_zeros_168;
  assign acc_zeros_168 = acc_zeros_119 | acc_ends[4] | acc_ends[3];
  logic acc_zeros_173;
  assign acc_zeros_173 = acc_zeros_126 | acc_zeros_67 | acc_ends[56] | acc_ends[55];
  logic acc_zeros_181;
  assign acc_zeros_181 = acc_zeros_138 | acc_zeros_83 | acc_ends[40] | acc_ends[39];
  logic acc_zeros_189;
  assign acc_zeros_189 = acc_zeros_150 | acc_zeros_99 | acc_ends[24] | acc_ends[23];
  logic acc_zeros_197;
  assign acc_zeros_197 = acc_zeros_162 | acc_zeros_115 | acc_ends[8] | acc_ends[7];
  logic acc_zeros_204;
  assign acc_zeros_204 = acc_zeros_173 | acc_zeros_132 | acc_zeros_75 | acc_ends[48] | acc_ends[47];
  logic acc_zeros_208;
  assign acc_zeros_208 = acc_zeros_173 ? (acc_zeros_126 ? (acc_zeros_63 ? ~acc_ends[62] : ~acc_ends[60]) : (acc_zeros_67 ? ~acc_ends[58] : ~acc_ends[56])) : (acc_zeros_132 ? (acc_zeros_71 ? ~acc_ends[54] : ~acc_ends[52]) : (acc_zeros_75 ? ~acc_ends[50] : ~acc_ends[48]));
  logic acc_zeros_209;
  assign acc_zeros_209 = acc_zeros_181 | acc_zeros_144 | acc_zeros_91 | acc_ends[32] | acc_ends[31];
  logic acc_zeros_213;
  assign acc_zeros_213 = acc_zeros_181 ? (acc_zeros_138 ? (acc_zeros_79 ? ~acc_ends[46] : ~acc_ends[44]) : (acc_zeros_83 ? ~acc_ends[42] : ~acc_ends[40])) : (acc_zeros_144 ? (acc_zeros_87 ? ~acc_ends[38] : ~acc_ends[36]) : (acc_zeros_91 ? ~acc_ends[34] : ~acc_ends[32]));
  logic acc_zeros_214;
  assign acc_zeros_214 = acc_zeros_189 | acc_zeros_156 | acc_zeros_107 | acc_ends[16] | acc_ends[15];
  logic acc_zeros_218;
  assign acc_zeros_218 = acc_zeros_189 ? (acc_zeros_150 ? (acc_zeros_95 ? ~acc_ends[30] : ~acc_ends[28]) : (acc_zeros_99 ? ~acc_ends[26] : ~acc_ends[24])) : (acc_zeros_156 ? (acc_zeros_103 ? ~acc_ends[22] : ~acc_ends[20]) : (acc_zeros_107 ? ~acc_ends[18] : ~acc_ends[16]));
  logic acc_zeros_222;
  assign acc_zeros_222 = acc_zeros_197 ? (acc_zeros_162 ? (acc_zeros_111 ? ~acc_ends[14] : ~acc_ends[12]) : (acc_zeros_115 ? ~acc_ends[10] : ~acc_ends[8])) : (acc_zeros_168 ? (acc_zeros_119 ? ~acc_ends[6] : ~acc_ends[4]) : (acc_zeros_123 ? ~acc_ends[2] : ~acc_ends[0]));
  logic acc_zeros_223;
  assign acc_zeros_223 = acc_zeros_204 | acc_zeros_209;
  logic acc_zeros_238;
  assign acc_zeros_238 = acc_zeros_223 ? (acc_zeros_204 ? (acc_zeros_173 ? (acc_zeros_126 ? ~acc_zeros_63 : ~acc_zeros_67) : (acc_zeros_132 ? ~acc_zeros_71 : ~acc_zeros_75)) : (acc_zeros_181 ? (acc_zeros_138 ? ~acc_zeros_79 : ~acc_zeros_83) : (acc_zeros_144 ? ~acc_zeros_87 : ~acc_zeros_91))) : (acc_zeros_214 ? (acc_zeros_189 ? (acc_zeros_150 ? ~acc_zeros_95 : ~acc_zeros_99) : (acc_zeros_156 ? ~acc_zeros_103 : ~acc_zeros_107)) : (acc_zeros_197 ? (acc_zeros_162 ? ~acc_zeros_111 : ~acc_zeros_115) : (acc_zeros_168 ? ~acc_zeros_119 : ~acc_zeros_123)));
  logic [5:0] acc_zeros;
  assign acc_zeros = {~acc_zeros_223, acc_zeros_223 ? ~acc_zeros_204 : ~acc_zeros_214, acc_zeros_223 ? (acc_zeros_204 ? ~acc_zeros_173 : ~acc_zeros_181) : (acc_zeros_214 ? ~acc_zeros_189 : ~acc_zeros_197), acc_zeros_223 ? (acc_zeros_204 ? (acc_zeros_173 ? ~acc_zeros_126 : ~acc_zeros_132) : (acc_zeros_181 ? ~acc_zeros_138 : ~acc_zeros_144)) : (acc_zeros_214 ? (acc_zeros_189 ? ~acc_zeros_150 : ~acc_zeros_156) : (acc_zeros_197 ? ~acc_zeros_162 : ~acc_zeros_168)), acc_zeros_238, acc_zeros_223 ? (acc_zeros_204 ? acc_zeros_208 : acc_zeros_213) : (acc_zeros_214 ? acc_zeros_218 : acc_zeros_222)};
  logic [63:0] acc_normal_6;
  assign acc_normal_6 = 64'(acc_neg_0[31:0]) << 32;
  logic [63:0] acc_normal_8;
  assign acc_normal_8 = acc_zeros[5] ? acc_normal_6 : acc_exact;
  logic [63:0] acc_normal_10;
  assign acc_normal_10 = 64'(acc_normal_8[47:0]) << 16;
  logic [63:0] acc_normal_12;
  assign acc_normal_12 = acc_zeros[4] ? acc_normal_10 : acc_normal_8;
  logic [63:0] acc_normal_14;
  assign acc_normal_14 = 64'(acc_normal_12[55:0]) << 8;
  logic [63:0] acc_normal_16;
  assign acc_normal_16 = acc_zeros[3] ? acc_normal_14 : acc_normal_12;
  logic [63:0] acc_normal_18;
  assign acc_normal_18 = 64'(acc_normal_16[59:0]) << 4;
  logic [63:0] acc_normal_20;
  assign acc_normal_20 = acc_zeros[2] ? acc_normal_18 : acc_normal_16;
  logic [63:0] acc_normal_22;
  assign acc_normal_22 = 64'(acc_normal_20[61:0]) << 2;
  logic [63:0] acc_normal_24;
  assign acc_normal_24 = acc_zeros[1] ? acc_normal_22 : acc_normal_20;
  logic [63:0] acc_normal_26;
  assign acc_normal_26 = 64'(acc_normal_24[62:0]) << 1;
  logic [63:0] acc_normal;
  assign acc_normal = acc_zeros[0] ? acc_normal_26 : acc_normal_24;
  logic [9:0] acc_short_1;
  assign acc_short_1 = 10'(window_exponent[8:0]) + 10'd1;
  logic acc_short;
  assign acc_short = (10'(acc_zeros) != acc_short_1) & (acc_normal[63] == acc_normal[62]);
  logic [9:0] wire_1;
  assign wire_1 = 10'(window_exponent[8:0]) + 10'd2;
  logic signed [10:0] wire_2;
  assign wire_2 = 11'(wire_1) - 11'(acc_zeros);
  logic signed [10:0] wire_3;
  assign wire_3 = 11'(acc_short_1) - 11'(acc_zeros);
  logic [24:0] acc_up_2;
  assign acc_up_2 = acc_short ? acc_normal[62:38] : acc_normal[63:39];
  logic signed [24:0] acc_significand;
  assign acc_significand = $signed(acc_up_2);
  logic acc_up_11;
  assign acc_up_11 = ((~acc_short & acc_normal[37]) | (acc_normal[36:0] != 37'd0)) | acc_up_2[0];
  logic acc_up;
  assign acc_up = acc_up_11 & (acc_short ? acc_normal[37] : acc_normal[38]);
  logic signed [10:0] wire_7;
  assign wire_7 = (acc_zeros == 6'd63) ? 11'd1 : (acc_short ? wire_3 : wire_2);
  logic acc_overflow_12;
  assign acc_overflow_12 = acc_field_q == 9'd254;
  logic acc_overflow_15;
  assign acc_overflow_15 = acc_field_q >= 9'd255;
  logic acc_overflow_16;
  assign acc_overflow_16 = (((acc_value[23:0] == 24'd0) & acc_value[24]) & acc_overflow_12) | acc_overflow_15;
  logic acc_overflow;
  assign acc_overflow = acc_overflow_16 & (~(acc_overflow_3 | acc_overflow_6 | acc_overflow_4 | acc_overflow_5));
  logic acc_neg;
  assign acc_neg = valid_i ? acc_neg_0[63] : acc_neg_q;
  logic acc_nan_q_0;
  assign acc_nan_q_0 = acc_overflow_4 | (valid_i & (a_scale_exponent_0 | b_scale_exponent_0));
  logic acc_pos_inf_q_0;
  assign acc_pos_inf_q_0 = acc_overflow_5 | (acc_overflow & ~acc_neg_q);
  logic acc_neg_inf_q_0;
  assign acc_neg_inf_q_0 = acc_overflow_6 | (acc_neg_q & acc_overflow);
  logic signed [25:0] acc_value_2;
  assign acc_value_2 = 26'(acc_significand_q) + 26'(acc_up_q);
  logic signed [25:0] acc_0;
  assign acc_0 = -(acc_value_2);
  logic signed [25:0] acc_1;
  assign acc_1 = acc_neg_q ? acc_0 : acc_value_2;
  logic [31:0] acc_4;
  assign acc_4 = 32'(acc_field_q) << 23;
  logic [32:0] acc_5;
  assign acc_5 = 33'(acc_4) + 33'(acc_1[24:0]);
  logic signed [33:0] acc_7;
  assign acc_7 = 34'(acc_5) - 34'd8388608;
  logic acc_overflow_26;
  assign acc_overflow_26 = (((acc_value_2[23:0] == 24'd0) & acc_value_2[24]) & acc_overflow_12) | acc_overflow_15;
  logic acc_overflow_2;
  assign acc_overflow_2 = acc_overflow_26 & (~(acc_neg_inf_q | acc_nan_q | acc_pos_inf_q));
  logic [31:0] acc;
  assign acc = (acc_nan_q | (acc_pos_inf_q & acc_neg_inf_q)) ? 32'd2143289344 : {acc_neg_inf_q | (acc_neg_q & ~acc_pos_inf_q), (acc_neg_inf_q | acc_pos_inf_q | acc_overflow_2) ? 31'd2139095040 : acc_7[30:0]};
  always_ff @(posedge clk_i) begin
    acc_neg_q <= acc_neg;
    acc_significand_q <= acc_significand;
    acc_up_q <= acc_up;
    acc_field_q <= wire_7[8:0];
    acc_nan_q <= acc_nan_q_0;
    acc_pos_inf_q <= acc_pos_inf_q_0;
    acc_neg_inf_q <= acc_neg_inf_q_0;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'd0;
    end else begin
      valid_q <= valid_i;
    end
  end
  assign valid_o = valid_q;
  assign acc_o = acc;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  logic facts_hold;  // once the registers without reset were written
  always_ff @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) facts_hold <= 1'b0;
    else if (valid_o) facts_hold <= 1'b1;
  always_comb if (facts_hold) begin
    assert final ((total >= $signed(10'd736) && total <= $signed(10'd288)) !== 1'b0) else $error("total leaves [-288, 288]");
    assert final ((a_scale_exponent <= 8'd254) !== 1'b0) else $error("a_scale_exponent leaves [0, 254]");
    assert final ((b_scale_exponent <= 8'd254) !== 1'b0) else $error("b_scale_exponent leaves [0, 254]");
    assert final ((window_exponent >= $signed(10'd0)) !== 1'b0) else $error("window_exponent leaves [0, 511]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{acc_neg_0[64], acc_ends_7[0], acc_ends_20[63], acc_ends_23[63], wire_7[10:9], acc_1[25], acc_7[33:31]};
endmodule
