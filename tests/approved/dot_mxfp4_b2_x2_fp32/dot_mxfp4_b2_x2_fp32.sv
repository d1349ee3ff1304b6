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
  logic [31:0] acc_q;
  logic valid_q;
  logic [17:0] heap_bits;
  for (genvar i = 0; i < 2; i++) begin : gen_lane
    dot_mxfp4_b2_x2_fp32_lane u_lane (
        .a_i(a_i[i*4 +: 4]),
        .b_i(b_i[i*4 +: 4]),
        .term_o(heap_bits[i*9 +: 9])
    );
  end
  logic [8:0] u_ha_0;
  assign u_ha_0 = heap_bits[8:0];
  logic [8:0] u_ha_16;
  assign u_ha_16 = heap_bits[17:9];
  logic s0;
  logic k1;
  mx_ha u_ha_1 (
      .a_i(u_ha_0[8]),
      .b_i(u_ha_16[8]),
      .sum_o(s0),
      .carry_o(k1)
  );
  logic s0_2;
  logic k1_2;
  mx_fa u_fa_2 (
      .a_i(s0),
      .b_i(u_ha_0[0]),
      .c_i(u_ha_16[0]),
      .sum_o(s0_2),
      .carry_o(k1_2)
  );
  logic s1;
  logic k2;
  mx_fa u_fa_3 (
      .a_i(k1),
      .b_i(u_ha_0[1]),
      .c_i(u_ha_16[1]),
      .sum_o(s1),
      .carry_o(k2)
  );
  logic s2;
  logic k3;
  mx_ha u_ha_4 (
      .a_i(u_ha_0[2]),
      .b_i(u_ha_16[2]),
      .sum_o(s2),
      .carry_o(k3)
  );
  logic s3;
  logic k4;
  mx_ha u_ha_5 (
      .a_i(u_ha_0[3]),
      .b_i(u_ha_16[3]),
      .sum_o(s3),
      .carry_o(k4)
  );
  logic s4;
  logic k5;
  mx_ha u_ha_6 (
      .a_i(u_ha_0[4]),
      .b_i(u_ha_16[4]),
      .sum_o(s4),
      .carry_o(k5)
  );
  logic s5;
  logic k6;
  mx_ha u_ha_7 (
      .a_i(u_ha_0[5]),
      .b_i(u_ha_16[5]),
      .sum_o(s5),
      .carry_o(k6)
  );
  logic s6;
  logic k7;
  mx_ha u_ha_8 (
      .a_i(u_ha_0[6]),
      .b_i(u_ha_16[6]),
      .sum_o(s6),
      .carry_o(k7)
  );
  logic s7;
  logic k8;
  mx_ha u_ha_9 (
      .a_i(u_ha_0[7]),
      .b_i(u_ha_16[7]),
      .sum_o(s7),
      .carry_o(k8)
  );
  logic u_ha_24;
  assign u_ha_24 = ~u_ha_0[8];
  logic u_ha_25;
  assign u_ha_25 = ~u_ha_16[8];
  logic s8;
  logic k9;
  mx_ha u_ha_10 (
      .a_i(u_ha_24),
      .b_i(u_ha_25),
      .sum_o(s8),
      .carry_o(k9)
  );
  logic total_1;
  assign total_1 = k1_2 & s1;
  logic total_4;
  assign total_4 = k2 ^ s2;
  logic total_5;
  assign total_5 = k3 & s3;
  logic total_6;
  assign total_6 = k3 ^ s3;
  logic total_8;
  assign total_8 = k4 ^ s4;
  logic total_10;
  assign total_10 = k5 ^ s5;
  logic total_11;
  assign total_11 = k6 & s6;
  logic total_12;
  assign total_12 = k6 ^ s6;
  logic total_14;
  assign total_14 = k7 ^ s7;
  logic total_16;
  assign total_16 = k8 ^ s8;
  logic total_19;
  assign total_19 = (k2 & s2) | (total_1 & total_4);
  logic total_25;
  assign total_25 = (k4 & s4) | (total_5 & total_8);
  logic total_26;
  assign total_26 = total_6 & total_8;
  logic total_31;
  assign total_31 = (k5 & s5) | (total_10 & total_25);
  logic total_32;
  assign total_32 = total_10 & total_26;
  logic total_43;
  assign total_43 = (k7 & s7) | (total_11 & total_14);
  logic total_44;
  assign total_44 = total_12 & total_14;
  logic total_53;
  assign total_53 = total_16 & total_44;
  logic total_59;
  assign total_59 = ~k9 ^ ((((k8 & s8) | (total_16 & total_43)) | (total_31 & total_53)) | (total_19 & total_32 & total_53));
  logic [9:0] total_60;
  assign total_60 = {total_59, total_16 ^ ((total_43 | (total_31 & total_44)) | (total_19 & total_32 & total_44)), total_14 ^ ((total_11 | (total_12 & total_31)) | (total_19 & total_12 & total_32)), total_12 ^ (total_31 | (total_19 & total_32)), total_10 ^ (total_25 | (total_19 & total_26)), total_8 ^ (total_5 | (total_6 & total_19)), total_6 ^ total_19, total_1 ^ total_4, k1_2 ^ s1, s0_2};
  logic signed [9:0] total;
  assign total = $signed(total_60);
  logic signed [9:0] block_mag_0;
  assign block_mag_0 = total;
  logic acc_is_nan_0;
  assign acc_is_nan_0 = a_scale_i == 8'd255;
  logic [7:0] a_scale_exponent;
  assign a_scale_exponent = {a_scale_i[7:1], ~acc_is_nan_0 & a_scale_i[0]};
  logic acc_is_nan_1;
  assign acc_is_nan_1 = b_scale_i == 8'd255;
  logic [7:0] b_scale_exponent;
  assign b_scale_exponent = {b_scale_i[7:1], ~acc_is_nan_1 & b_scale_i[0]};
  logic [8:0] scale_exponent;
  assign scale_exponent = 9'(a_scale_exponent) + 9'(b_scale_exponent);
  logic [31:0] acc_start;
  assign acc_start = first_i ? 32'd0 : acc_q;
  logic acc_is_inf_1;
  assign acc_is_inf_1 = acc_start[30:23] == 8'd255;
  logic acc_is_inf_2;
  assign acc_is_inf_2 = acc_start[22:0] == 23'd0;
  logic acc_is_nan_4;
  assign acc_is_nan_4 = acc_is_inf_1 & ~acc_is_inf_2;
  logic acc_is_inf;
  assign acc_is_inf = acc_is_inf_1 & acc_is_inf_2;
  logic acc_subnormal;
  assign acc_subnormal = acc_start[30:23] == 8'd0;
  logic [23:0] acc_mag;
  assign acc_mag = {~acc_subnormal, acc_start[22:0]};
  logic [7:0] acc_exponent_1;
  assign acc_exponent_1 = acc_start[30:23] | 8'(acc_subnormal);
  logic [7:0] acc_exponent_2;
  assign acc_exponent_2 = acc_exponent_1;
  logic acc_exponent_6;
  assign acc_exponent_6 = (~(acc_is_nan_4 | acc_is_inf)) & acc_exponent_2[0];
  logic [7:0] acc_exponent;
  assign acc_exponent = {acc_exponent_2[7:1], acc_exponent_6};
  logic block_below_zero;
  assign block_below_zero = block_mag_0[9];
  logic signed [9:0] block_mag_1;
  assign block_mag_1 = -(block_mag_0);
  logic signed [9:0] block_mag;
  assign block_mag = block_below_zero ? block_mag_1 : block_mag_0;
  logic signed [9:0] block_top;
  assign block_top = 10'(scale_exponent) - 10'd121;
  logic block_zero;
  assign block_zero = block_mag[8:0] == 9'd0;
  logic acc_leads;
  assign acc_leads = block_zero | (block_top < $signed(10'(acc_exponent)));
  logic signed [9:0] align_shift_0;
  assign align_shift_0 = block_top - 10'(acc_exponent);
  logic signed [9:0] align_shift_1;
  assign align_shift_1 = 10'(acc_exponent) - block_top;
  logic signed [9:0] align_shift_2;
  assign align_shift_2 = acc_leads ? align_shift_1 : align_shift_0;
  logic signed [9:0] align_shift;
  assign align_shift = (($signed(10'd35) < align_shift_2) | align_shift_2[9]) ? 10'd35 : align_shift_2;
  logic [5:0] align_shifted_0;
  assign align_shifted_0 = align_shift[5:0];
  logic [34:0] align_low_2;
  assign align_low_2 = 35'(block_mag[8:0]) << 26;
  logic [34:0] align_low_4;
  assign align_low_4 = 35'(acc_mag) << 11;
  logic [34:0] align_high;
  assign align_high = acc_leads ? align_low_4 : align_low_2;
  logic [34:0] align_low;
  assign align_low = acc_leads ? align_low_2 : align_low_4;
  logic [34:0] align_shifted_5;
  assign align_shifted_5 = align_shifted_0[0] ? 35'(align_low[34:1]) : align_low;
  logic align_shifted_11;
  assign align_shifted_11 = (align_shifted_0[0] & align_low[0]) | (align_shifted_0[1] & (align_shifted_5[1:0] != 2'd0));
  logic [34:0] align_shifted_13;
  assign align_shifted_13 = align_shifted_0[1] ? 35'(align_shifted_5[34:2]) : align_shifted_5;
  logic align_shifted_19;
  assign align_shifted_19 = align_shifted_11 | (align_shifted_0[2] & (align_shifted_13[3:0] != 4'd0));
  logic [34:0] align_shifted_21;
  assign align_shifted_21 = align_shifted_0[2] ? 35'(align_shifted_13[34:4]) : align_shifted_13;
  logic align_shifted_27;
  assign align_shifted_27 = align_shifted_19 | (align_shifted_0[3] & (align_shifted_21[7:0] != 8'd0));
  logic [34:0] align_shifted_29;
  assign align_shifted_29 = align_shifted_0[3] ? 35'(align_shifted_21[34:8]) : align_shifted_21;
  logic align_shifted_35;
  assign align_shifted_35 = align_shifted_27 | (align_shifted_0[4] & (align_shifted_29[15:0] != 16'd0));
  logic [34:0] align_shifted_37;
  assign align_shifted_37 = align_shifted_0[4] ? 35'(align_shifted_29[34:16]) : align_shifted_29;
  logic align_shifted_43;
  assign align_shifted_43 = align_shifted_35 | (align_shifted_0[5] & (align_shifted_37[31:0] != 32'd0));
  logic [35:0] align_shifted;
  assign align_shifted = {align_shifted_0[5] ? 35'(align_shifted_37[34:32]) : align_shifted_37, align_shifted_43};
  logic acc_1;
  assign acc_1 = acc_leads ? acc_start[31] : block_below_zero;
  logic [35:0] acc_exact_1;
  assign acc_exact_1 = 36'(align_high) << 1;
  logic [36:0] acc_exact_3;
  assign acc_exact_3 = 37'(acc_exact_1) + 37'(align_shifted);
  logic signed [36:0] acc_exact_4;
  assign acc_exact_4 = 37'(acc_exact_1) - 37'(align_shifted);
  logic signed [37:0] acc_exact;
  assign acc_exact = (acc_1 ^ (acc_leads ? block_below_zero : acc_start[31])) ? 38'(acc_exact_4) : 38'(acc_exact_3);
  logic acc_flipped;
  assign acc_flipped = acc_exact[37];
  logic signed [37:0] acc_abs_0;
  assign acc_abs_0 = -(acc_exact);
  logic signed [37:0] acc_abs;
  assign acc_abs = acc_flipped ? acc_abs_0 : acc_exact;
  logic [36:0] acc_2;
  assign acc_2 = acc_abs[36:0];
  logic signed [9:0] acc_top;
  assign acc_top = acc_leads ? 10'(acc_exponent) : block_top;
  logic acc_is_nan;
  assign acc_is_nan = acc_is_nan_0 | acc_is_nan_1 | acc_is_nan_4;
  logic round_zeros_37;
  assign round_zeros_37 = acc_2[36] | acc_2[35];
  logic round_zeros_41;
  assign round_zeros_41 = acc_2[32] | acc_2[31];
  logic round_zeros_45;
  assign round_zeros_45 = acc_2[28] | acc_2[27];
  logic round_zeros_49;
  assign round_zeros_49 = acc_2[24] | acc_2[23];
  logic round_zeros_53;
  assign round_zeros_53 = acc_2[20] | acc_2[19];
  logic round_zeros_57;
  assign round_zeros_57 = acc_2[16] | acc_2[15];
  logic round_zeros_61;
  assign round_zeros_61 = acc_2[12] | acc_2[11];
  logic round_zeros_65;
  assign round_zeros_65 = acc_2[8] | acc_2[7];
  logic round_zeros_69;
  assign round_zeros_69 = acc_2[4] | acc_2[3];
  logic round_zeros_74;
  assign round_zeros_74 = round_zeros_37 | acc_2[34] | acc_2[33];
  logic round_zeros_76;
  assign round_zeros_76 = round_zeros_37 ? ~acc_2[36] : ~acc_2[34];
  logic round_zeros_77;
  assign round_zeros_77 = round_zeros_41 | acc_2[30] | acc_2[29];
  logic round_zeros_79;
  assign round_zeros_79 = round_zeros_41 ? ~acc_2[32] : ~acc_2[30];
  logic round_zeros_80;
  assign round_zeros_80 = round_zeros_45 | acc_2[26] | acc_2[25];
  logic round_zeros_82;
  assign round_zeros_82 = round_zeros_45 ? ~acc_2[28] : ~acc_2[26];
  logic round_zeros_83;
  assign round_zeros_83 = round_zeros_49 | acc_2[22] | acc_2[21];
  logic round_zeros_85;
  assign round_zeros_85 = round_zeros_49 ? ~acc_2[24] : ~acc_2[22];
  logic round_zeros_86;
  assign round_zeros_86 = round_zeros_53 | acc_2[18] | acc_2[17];
  logic round_zeros_88;
  assign round_zeros_88 = round_zeros_53 ? ~acc_2[20] : ~acc_2[18];
  logic round_zeros_89;
  assign round_zeros_89 = round_zeros_57 | acc_2[14] | acc_2[13];
  logic round_zeros_91;
  assign round_zeros_91 = round_zeros_57 ? ~acc_2[16] : ~acc_2[14];
  logic round_zeros_92;
  assign round_zeros_92 = round_zeros_61 | acc_2[10] | acc_2[9];
  logic round_zeros_94;
  assign round_zeros_94 = round_zeros_61 ? ~acc_2[12] : ~acc_2[10];
  logic round_zeros_95;
  assign round_zeros_95 = round_zeros_65 | acc_2[6] | acc_2[5];
  logic round_zeros_97;
  assign round_zeros_97 = round_zeros_65 ? ~acc_2[8] : ~acc_2[6];
  logic round_zeros_98;
  assign round_zeros_98 = round_zeros_69 | acc_2[2] | acc_2[1];
  logic round_zeros_100;
  assign round_zeros_100 = round_zeros_69 ? ~acc_2[4] : ~acc_2[2];
  logic round_zeros_101;
  assign round_zeros_101 = round_zeros_74 | round_zeros_77;
  logic round_zeros_109;
  assign round_zeros_109 = round_zeros_86 | round_zeros_89;
  logic round_zeros_119;
  assign round_zeros_119 = round_zeros_98 ? round_zeros_100 : ~acc_2[0];
  logic round_zeros_120;
  assign round_zeros_120 = round_zeros_101 | round_zeros_80 | round_zeros_83;
  logic round_zeros_130;
  assign round_zeros_130 = round_zeros_120 | round_zeros_109 | round_zeros_92 | round_zeros_95;
  logic round_zeros_140;
  assign round_zeros_140 = round_zeros_130 ? (round_zeros_120 ? (round_zeros_101 ? (round_zeros_74 ? ~round_zeros_37 : ~round_zeros_41) : (round_zeros_80 ? ~round_zeros_45 : ~round_zeros_49)) : (round_zeros_109 ? (round_zeros_86 ? ~round_zeros_53 : ~round_zeros_57) : (round_zeros_92 ? ~round_zeros_61 : ~round_zeros_65))) : (round_zeros_98 ? ~round_zeros_69 : 1'd0);
  logic [5:0] round_zeros;
  assign round_zeros = {~round_zeros_130, round_zeros_130 ? ~round_zeros_120 : 1'd0, round_zeros_130 ? (round_zeros_120 ? ~round_zeros_101 : ~round_zeros_109) : 1'd0, round_zeros_130 ? (round_zeros_120 ? (round_zeros_101 ? ~round_zeros_74 : ~round_zeros_80) : (round_zeros_109 ? ~round_zeros_86 : ~round_zeros_92)) : ~round_zeros_98, round_zeros_140, round_zeros_130 ? (round_zeros_120 ? (round_zeros_101 ? (round_zeros_74 ? round_zeros_76 : round_zeros_79) : (round_zeros_80 ? round_zeros_82 : round_zeros_85)) : (round_zeros_109 ? (round_zeros_86 ? round_zeros_88 : round_zeros_91) : (round_zeros_92 ? round_zeros_94 : round_zeros_97))) : round_zeros_119};
  logic [8:0] round_shift;
  assign round_shift = (9'(round_zeros) < acc_top[8:0]) ? 9'(round_zeros) : acc_top[8:0];
  logic [73:0] round_shifted;
  assign round_shifted = 74'(acc_2) << round_shift[5:0];
  logic [36:0] round_up_1;
  assign round_up_1 = round_shifted[36:0];
  logic signed [9:0] round_exponent_2;
  assign round_exponent_2 = 10'(acc_top[8:0]) - 10'(round_shift[5:0]);
  logic acc_5;
  assign acc_5 = acc_2 == 37'd0;
  logic [8:0] round_exponent;
  assign round_exponent = acc_5 ? 9'd0 : round_exponent_2[8:0];
  logic [31:0] round_code_1;
  assign round_code_1 = 32'(round_exponent) << 23;
  logic round_up_7;
  assign round_up_7 = (round_up_1[11:0] != 12'd0) | round_up_1[13];
  logic round_up;
  assign round_up = round_up_1[12] & round_up_7;
  logic [31:0] round_code_3;
  assign round_code_3 = round_code_1 + 32'(round_up_1[36:13]);
  logic [31:0] round_code;
  assign round_code = round_code_3 + 32'(round_up);
  logic [31:0] acc_13;
  assign acc_13 = (acc_is_inf | (round_code >= 32'd2139095040)) ? 32'd2139095040 : round_code;
  logic [31:0] acc_17;
  assign acc_17 = acc_is_nan ? 32'd2143289344 : {acc_is_inf ? (acc_start[31] & acc_is_inf) : ((acc_1 ^ acc_flipped) & ~acc_5), acc_13[30:0]};
  logic [31:0] acc;
  assign acc = valid_i ? acc_17 : acc_q;
  always_ff @(posedge clk_i) begin
    acc_q <= acc;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'd0;
    end else begin
      valid_q <= valid_i;
    end
  end
  assign valid_o = valid_q;
  assign acc_o = acc_q;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_comb begin
    assert final (total >= $signed(10'd736) && total <= $signed(10'd288)) else $error("total leaves [-288, 288]");
    assert final (a_scale_exponent <= 8'd254) else $error("a_scale_exponent leaves [0, 254]");
    assert final (b_scale_exponent <= 8'd254) else $error("b_scale_exponent leaves [0, 254]");
    assert final (acc_exponent_1 >= 8'd1) else $error("acc_exponent_1 leaves [1, 255]");
    assert final (acc_exponent >= 8'd1 && acc_exponent <= 8'd254) else $error("acc_exponent leaves [1, 254]");
    assert final (block_mag >= $signed(10'd0)) else $error("block_mag leaves [0, 288]");
    assert final (align_shift >= $signed(10'd0) && align_shift <= $signed(10'd35)) else $error("align_shift leaves [0, 35]");
    assert final (acc_abs >= $signed(38'd0)) else $error("acc_abs leaves [0, 137438949375]");
    assert final (acc_top >= $signed(10'd1)) else $error("acc_top leaves [1, 387]");
    assert final (round_zeros <= 6'd37) else $error("round_zeros leaves [0, 37]");
    assert final (round_shift <= 9'd37) else $error("round_shift leaves [0, 37]");
    assert final (round_shifted <= 74'd137438953471) else $error("round_shifted leaves [0, 137438953471]");
    assert final (round_exponent_2 >= $signed(10'd0)) else $error("round_exponent_2 leaves [0, 387]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{acc_13[31]};
endmodule
