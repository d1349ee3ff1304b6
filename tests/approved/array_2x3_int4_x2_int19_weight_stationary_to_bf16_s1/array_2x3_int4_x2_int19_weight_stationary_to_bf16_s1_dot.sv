// Dot product of int4 and int4, 2 products a beat, accumulated as int19.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_dot (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic en_i,
  input  logic valid_i,
  input  logic [7:0] a_i,
  input  logic [7:0] b_i,
  input  logic [18:0] c_i,
  output logic valid_o,
  output logic signed [18:0] acc_o
);
  logic valid_q;
  logic signed [18:0] acc_q;
  logic [31:0] heap_bits;
  for (genvar i = 0; i < 2; i++) begin : gen_lane
    array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_dot_lane u_lane (
        .a_i(a_i[i*4 +: 4]),
        .b_i(b_i[i*4 +: 4]),
        .term_o(heap_bits[i*16 +: 16])
    );
  end
  logic [15:0] u_fa_0;
  assign u_fa_0 = heap_bits[15:0];
  logic [15:0] u_fa_26;
  assign u_fa_26 = heap_bits[31:16];
  logic s1;
  logic k2;
  mx_fa u_fa_1 (
      .a_i(u_fa_0[1]),
      .b_i(u_fa_0[4]),
      .c_i(u_fa_26[1]),
      .sum_o(s1),
      .carry_o(k2)
  );
  logic u_ha_8;
  assign u_ha_8 = ~u_fa_0[2];
  logic u_ha_9;
  assign u_ha_9 = ~u_fa_0[5];
  logic s2;
  logic k3;
  mx_ha u_ha_2 (
      .a_i(u_ha_8),
      .b_i(u_ha_9),
      .sum_o(s2),
      .carry_o(k3)
  );
  logic s2_2;
  logic k3_2;
  mx_fa u_fa_3 (
      .a_i(u_fa_0[8]),
      .b_i(u_fa_26[2]),
      .c_i(u_fa_26[5]),
      .sum_o(s2_2),
      .carry_o(k3_2)
  );
  logic u_fa_41;
  assign u_fa_41 = ~s2;
  logic s2_3;
  logic k3_3;
  mx_fa u_fa_4 (
      .a_i(u_fa_26[8]),
      .b_i(u_fa_41),
      .c_i(k2),
      .sum_o(s2_3),
      .carry_o(k3_3)
  );
  logic u_ha_11;
  assign u_ha_11 = ~u_fa_0[6];
  logic s3;
  logic k4;
  mx_ha u_ha_5 (
      .a_i(u_fa_0[3]),
      .b_i(u_ha_11),
      .sum_o(s3),
      .carry_o(k4)
  );
  logic u_fa_42;
  assign u_fa_42 = ~u_fa_0[9];
  logic s3_2;
  logic k4_2;
  mx_fa u_fa_6 (
      .a_i(u_fa_42),
      .b_i(u_fa_0[12]),
      .c_i(u_fa_26[3]),
      .sum_o(s3_2),
      .carry_o(k4_2)
  );
  logic u_fa_43;
  assign u_fa_43 = ~u_fa_26[12];
  logic s3_3;
  logic k4_3;
  mx_fa u_fa_7 (
      .a_i(u_fa_26[6]),
      .b_i(u_fa_26[9]),
      .c_i(u_fa_43),
      .sum_o(s3_3),
      .carry_o(k4_3)
  );
  logic u_fa_44;
  assign u_fa_44 = ~k3_2;
  logic s3_4;
  logic k4_4;
  mx_fa u_fa_8 (
      .a_i(k3),
      .b_i(s3),
      .c_i(u_fa_44),
      .sum_o(s3_4),
      .carry_o(k4_4)
  );
  logic u_fa_45;
  assign u_fa_45 = ~s3_2;
  logic s3_5;
  logic k4_5;
  mx_fa u_fa_9 (
      .a_i(u_fa_45),
      .b_i(s3_3),
      .c_i(k3_3),
      .sum_o(s3_5),
      .carry_o(k4_5)
  );
  logic u_ha_12;
  assign u_ha_12 = ~u_fa_0[10];
  logic s4;
  logic k5;
  mx_ha u_ha_10 (
      .a_i(u_fa_0[7]),
      .b_i(u_ha_12),
      .sum_o(s4),
      .carry_o(k5)
  );
  logic u_fa_46;
  assign u_fa_46 = ~u_fa_26[10];
  logic s4_2;
  logic k5_2;
  mx_fa u_fa_11 (
      .a_i(u_fa_0[13]),
      .b_i(u_fa_26[7]),
      .c_i(u_fa_46),
      .sum_o(s4_2),
      .carry_o(k5_2)
  );
  logic s4_3;
  logic k5_3;
  mx_fa u_fa_12 (
      .a_i(u_fa_26[13]),
      .b_i(k4),
      .c_i(s4),
      .sum_o(s4_3),
      .carry_o(k5_3)
  );
  logic u_fa_47;
  assign u_fa_47 = ~k4_3;
  logic s4_4;
  logic k5_4;
  mx_fa u_fa_13 (
      .a_i(k4_2),
      .b_i(u_fa_47),
      .c_i(s4_2),
      .sum_o(s4_4),
      .carry_o(k5_4)
  );
  logic s4_5;
  logic k5_5;
  mx_fa u_fa_14 (
      .a_i(k4_4),
      .b_i(s4_3),
      .c_i(s4_4),
      .sum_o(s4_5),
      .carry_o(k5_5)
  );
  logic s5;
  logic k6;
  mx_fa u_fa_15 (
      .a_i(u_fa_26[11]),
      .b_i(u_fa_26[14]),
      .c_i(k5),
      .sum_o(s5),
      .carry_o(k6)
  );
  logic u_fa_50;
  assign u_fa_50 = ~(u_fa_0[11] ^ u_fa_0[14]);
  logic s5_2;
  logic k6_2;
  mx_fa u_fa_16 (
      .a_i(u_fa_50),
      .b_i(k5_2),
      .c_i(s5),
      .sum_o(s5_2),
      .carry_o(k6_2)
  );
  logic s5_3;
  logic k6_3;
  mx_fa u_fa_17 (
      .a_i(k5_3),
      .b_i(k5_4),
      .c_i(s5_2),
      .sum_o(s5_3),
      .carry_o(k6_3)
  );
  logic u_fa_51;
  assign u_fa_51 = ~(u_fa_0[11] | u_fa_0[14]);
  logic s6;
  logic k7;
  mx_fa u_fa_18 (
      .a_i(u_fa_0[15]),
      .b_i(u_fa_26[15]),
      .c_i(u_fa_51),
      .sum_o(s6),
      .carry_o(k7)
  );
  logic u_fa_52;
  assign u_fa_52 = ~s6;
  logic s6_2;
  logic k7_2;
  mx_fa u_fa_19 (
      .a_i(k6),
      .b_i(u_fa_52),
      .c_i(k6_2),
      .sum_o(s6_2),
      .carry_o(k7_2)
  );
  logic half_sum_10;
  assign half_sum_10 = ~u_fa_0[0];
  logic half_sum_11;
  assign half_sum_11 = ~u_fa_26[0];
  logic half_sum_12;
  assign half_sum_12 = ~u_fa_26[4];
  logic half_sum_13;
  assign half_sum_13 = ~s1;
  logic half_sum_14;
  assign half_sum_14 = ~s2_2;
  logic half_sum_15;
  assign half_sum_15 = ~s2_3;
  logic half_sum_16;
  assign half_sum_16 = ~s3_5;
  logic half_sum_17;
  assign half_sum_17 = ~k4_5;
  logic half_sum_18;
  assign half_sum_18 = ~k7;
  logic total_0;
  assign total_0 = half_sum_10 & half_sum_11;
  logic total_11;
  assign total_11 = k6_3 & s6_2;
  logic total_12;
  assign total_12 = k6_3 | s6_2;
  logic total_14;
  assign total_14 = k7_2 | half_sum_18;
  logic total_16;
  assign total_16 = (half_sum_12 & half_sum_13) | (total_0 & (half_sum_12 | half_sum_13));
  logic total_18;
  assign total_18 = (half_sum_14 & half_sum_15) | ((half_sum_14 | half_sum_15) & total_16);
  logic total_20;
  assign total_20 = (s3_4 & half_sum_16) | ((s3_4 | half_sum_16) & total_18);
  logic total_22;
  assign total_22 = (s4_5 & half_sum_17) | ((s4_5 | half_sum_17) & total_20);
  logic total_24;
  assign total_24 = (k5_5 & s5_3) | ((k5_5 | s5_3) & total_22);
  logic half_sum;
  assign half_sum = half_sum_10 ^ half_sum_11;
  logic half_sum_2;
  assign half_sum_2 = half_sum_12 ^ half_sum_13;
  logic half_sum_3;
  assign half_sum_3 = half_sum_14 ^ half_sum_15;
  logic half_sum_4;
  assign half_sum_4 = s3_4 ^ half_sum_16;
  logic half_sum_5;
  assign half_sum_5 = s4_5 ^ half_sum_17;
  logic half_sum_6;
  assign half_sum_6 = k5_5 ^ s5_3;
  logic half_sum_7;
  assign half_sum_7 = k6_3 ^ s6_2;
  logic half_sum_8;
  assign half_sum_8 = k7_2 ^ half_sum_18;
  logic [8:0] total_40;
  assign total_40 = {~(((k7_2 & half_sum_18) | (total_11 & total_14)) | (total_24 & total_12 & total_14)), (total_11 | (total_12 & total_24)) ^ half_sum_8, total_24 ^ half_sum_7, total_22 ^ half_sum_6, total_20 ^ half_sum_5, total_18 ^ half_sum_4, total_16 ^ half_sum_3, total_0 ^ half_sum_2, half_sum};
  logic signed [8:0] total;
  assign total = $signed(total_40);
  logic signed [18:0] acc_start;
  assign acc_start = $signed(c_i);
  logic signed [19:0] acc_sum;
  assign acc_sum = 20'(acc_start) + 20'(total);
  logic [18:0] acc_0;
  assign acc_0 = acc_sum[18:0];
  logic signed [18:0] acc;
  assign acc = $signed(acc_0);
  always_ff @(posedge clk_i) if (en_i) begin
    acc_q <= acc;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'd0;
    end else if (en_i) begin
      valid_q <= valid_i;
    end
  end
  assign valid_o = valid_q;
  assign acc_o = acc_q;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  logic facts_hold;  // once the registers without reset were written
  always_ff @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) facts_hold <= 1'b0;
    else if (valid_o) facts_hold <= 1'b1;
  always_comb if (facts_hold) begin
    assert final ((total >= $signed(9'd400) && total <= $signed(9'd128)) !== 1'b0) else $error("total leaves [-112, 128]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{acc_sum[19]};
endmodule
