// Dot product of int4 and int4, 2 products a beat, accumulated as int19.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_dot (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic valid_i,
  input  logic first_i,
  input  logic [7:0] a_i,
  input  logic [7:0] b_i,
  output logic valid_o,
  output logic signed [18:0] acc_o
);
  logic signed [18:0] acc_q;
  logic valid_q;
  logic [31:0] term;
  for (genvar i = 0; i < 2; i++) begin : gen_lane
    array_2x3_int4_x2_int19_dot_lane u_lane (
        .a_i(a_i[i*4 +: 4]),
        .b_i(b_i[i*4 +: 4]),
        .term_o(term[i*16 +: 16])
    );
  end
  logic [15:0] a_0;
  assign a_0 = term[15:0];
  logic [15:0] b_2;
  assign b_2 = term[31:16];
  logic s1;
  logic k2;
  array_2x3_int4_x2_int19_fa u_fa_1 (
      .a_i(a_0[1]),
      .b_i(a_0[4]),
      .c_i(b_2[1]),
      .sum_o(s1),
      .carry_o(k2)
  );
  logic n2;
  assign n2 = ~a_0[2];
  logic n2_2;
  assign n2_2 = ~a_0[5];
  logic s2;
  logic k3;
  array_2x3_int4_x2_int19_ha u_ha_2 (
      .a_i(n2),
      .b_i(n2_2),
      .sum_o(s2),
      .carry_o(k3)
  );
  logic s2_2;
  logic k3_2;
  array_2x3_int4_x2_int19_fa u_fa_3 (
      .a_i(a_0[8]),
      .b_i(b_2[2]),
      .c_i(b_2[5]),
      .sum_o(s2_2),
      .carry_o(k3_2)
  );
  logic n2_3;
  assign n2_3 = ~s2;
  logic s2_3;
  logic k3_3;
  array_2x3_int4_x2_int19_fa u_fa_4 (
      .a_i(b_2[8]),
      .b_i(n2_3),
      .c_i(k2),
      .sum_o(s2_3),
      .carry_o(k3_3)
  );
  logic n3;
  assign n3 = ~a_0[6];
  logic s3;
  logic k4;
  array_2x3_int4_x2_int19_ha u_ha_5 (
      .a_i(a_0[3]),
      .b_i(n3),
      .sum_o(s3),
      .carry_o(k4)
  );
  logic n3_2;
  assign n3_2 = ~a_0[9];
  logic s3_2;
  logic k4_2;
  array_2x3_int4_x2_int19_fa u_fa_6 (
      .a_i(n3_2),
      .b_i(a_0[12]),
      .c_i(b_2[3]),
      .sum_o(s3_2),
      .carry_o(k4_2)
  );
  logic n3_3;
  assign n3_3 = ~b_2[12];
  logic s3_3;
  logic k4_3;
  array_2x3_int4_x2_int19_fa u_fa_7 (
      .a_i(b_2[6]),
      .b_i(b_2[9]),
      .c_i(n3_3),
      .sum_o(s3_3),
      .carry_o(k4_3)
  );
  logic n3_4;
  assign n3_4 = ~k3_2;
  logic s3_4;
  logic k4_4;
  array_2x3_int4_x2_int19_fa u_fa_8 (
      .a_i(k3),
      .b_i(s3),
      .c_i(n3_4),
      .sum_o(s3_4),
      .carry_o(k4_4)
  );
  logic n3_5;
  assign n3_5 = ~s3_2;
  logic s3_5;
  logic k4_5;
  array_2x3_int4_x2_int19_fa u_fa_9 (
      .a_i(n3_5),
      .b_i(s3_3),
      .c_i(k3_3),
      .sum_o(s3_5),
      .carry_o(k4_5)
  );
  logic n4;
  assign n4 = ~a_0[10];
  logic s4;
  logic k5;
  array_2x3_int4_x2_int19_ha u_ha_10 (
      .a_i(a_0[7]),
      .b_i(n4),
      .sum_o(s4),
      .carry_o(k5)
  );
  logic n4_2;
  assign n4_2 = ~b_2[10];
  logic s4_2;
  logic k5_2;
  array_2x3_int4_x2_int19_fa u_fa_11 (
      .a_i(a_0[13]),
      .b_i(b_2[7]),
      .c_i(n4_2),
      .sum_o(s4_2),
      .carry_o(k5_2)
  );
  logic s4_3;
  logic k5_3;
  array_2x3_int4_x2_int19_fa u_fa_12 (
      .a_i(b_2[13]),
      .b_i(k4),
      .c_i(s4),
      .sum_o(s4_3),
      .carry_o(k5_3)
  );
  logic n4_3;
  assign n4_3 = ~k4_3;
  logic s4_4;
  logic k5_4;
  array_2x3_int4_x2_int19_fa u_fa_13 (
      .a_i(k4_2),
      .b_i(n4_3),
      .c_i(s4_2),
      .sum_o(s4_4),
      .carry_o(k5_4)
  );
  logic s4_5;
  logic k5_5;
  array_2x3_int4_x2_int19_fa u_fa_14 (
      .a_i(k4_4),
      .b_i(s4_3),
      .c_i(s4_4),
      .sum_o(s4_5),
      .carry_o(k5_5)
  );
  logic s5;
  assign s5 = a_0[11] ^ a_0[14];
  logic k6;
  assign k6 = a_0[11] | a_0[14];
  logic s5_2;
  logic k6_2;
  array_2x3_int4_x2_int19_fa u_fa_15 (
      .a_i(b_2[11]),
      .b_i(b_2[14]),
      .c_i(k5),
      .sum_o(s5_2),
      .carry_o(k6_2)
  );
  logic n5;
  assign n5 = ~s5;
  logic s5_3;
  logic k6_3;
  array_2x3_int4_x2_int19_fa u_fa_16 (
      .a_i(n5),
      .b_i(k5_2),
      .c_i(s5_2),
      .sum_o(s5_3),
      .carry_o(k6_3)
  );
  logic s5_4;
  logic k6_4;
  array_2x3_int4_x2_int19_fa u_fa_17 (
      .a_i(k5_3),
      .b_i(k5_4),
      .c_i(s5_3),
      .sum_o(s5_4),
      .carry_o(k6_4)
  );
  logic n6;
  assign n6 = ~k6;
  logic s6;
  logic k7;
  array_2x3_int4_x2_int19_fa u_fa_18 (
      .a_i(a_0[15]),
      .b_i(b_2[15]),
      .c_i(n6),
      .sum_o(s6),
      .carry_o(k7)
  );
  logic n6_2;
  assign n6_2 = ~s6;
  logic s6_2;
  logic k7_2;
  array_2x3_int4_x2_int19_fa u_fa_19 (
      .a_i(k6_2),
      .b_i(n6_2),
      .c_i(k6_3),
      .sum_o(s6_2),
      .carry_o(k7_2)
  );
  logic n0;
  assign n0 = ~a_0[0];
  logic n0_2;
  assign n0_2 = ~b_2[0];
  logic n1;
  assign n1 = ~b_2[4];
  logic n1_2;
  assign n1_2 = ~s1;
  logic n2_4;
  assign n2_4 = ~s2_2;
  logic n2_5;
  assign n2_5 = ~s2_3;
  logic n3_6;
  assign n3_6 = ~s3_5;
  logic n4_4;
  assign n4_4 = ~k4_5;
  logic n7;
  assign n7 = ~k7;
  logic g0;
  assign g0 = n0 & n0_2;
  logic g1;
  assign g1 = n1 & n1_2;
  logic p1;
  assign p1 = n1 | n1_2;
  logic g2;
  assign g2 = n2_4 & n2_5;
  logic p2;
  assign p2 = n2_4 | n2_5;
  logic g3;
  assign g3 = s3_4 & n3_6;
  logic p3;
  assign p3 = s3_4 | n3_6;
  logic g4;
  assign g4 = s4_5 & n4_4;
  logic p4;
  assign p4 = s4_5 | n4_4;
  logic g5;
  assign g5 = k5_5 & s5_4;
  logic p5;
  assign p5 = k5_5 | s5_4;
  logic g6;
  assign g6 = k6_4 & s6_2;
  logic p6;
  assign p6 = k6_4 | s6_2;
  logic g7;
  assign g7 = k7_2 & n7;
  logic p7;
  assign p7 = k7_2 | n7;
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
  logic g6_0;
  assign g6_0 = g6 | (p6 & g5_0);
  logic g7_6;
  assign g7_6 = g7 | (g6 & p7);
  logic p7_6;
  assign p7_6 = p6 & p7;
  logic g7_0;
  assign g7_0 = g7_6 | (g5_0 & p7_6);
  logic h0;
  assign h0 = n0 ^ n0_2;
  logic h1;
  assign h1 = n1 ^ n1_2;
  logic h2;
  assign h2 = n2_4 ^ n2_5;
  logic h3;
  assign h3 = s3_4 ^ n3_6;
  logic h4;
  assign h4 = s4_5 ^ n4_4;
  logic h5;
  assign h5 = k5_5 ^ s5_4;
  logic h6;
  assign h6 = k6_4 ^ s6_2;
  logic h7;
  assign h7 = k7_2 ^ n7;
  logic [8:0] total_8;
  assign total_8 = {~g7_0, g6_0 ^ h7, g5_0 ^ h6, g4_0 ^ h5, g3_0 ^ h4, g2_0 ^ h3, g1_0 ^ h2, g0 ^ h1, h0};
  logic signed [8:0] total;
  assign total = $signed(total_8);
  logic signed [18:0] acc_start;
  assign acc_start = first_i ? 19'd0 : acc_q;
  logic signed [19:0] acc_sum;
  assign acc_sum = 20'(acc_start) + 20'(total);
  logic signed [19:0] acc;
  assign acc = valid_i ? acc_sum : 20'(acc_q);
  always_ff @(posedge clk_i) begin
    acc_q <= $signed(acc[18:0]);
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
  logic facts_hold;  // once the registers without reset were written
  always_ff @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) facts_hold <= 1'b0;
    else if (valid_o) facts_hold <= 1'b1;
  always_comb if (facts_hold) begin
    assert final ((total >= $signed(9'd400) && total <= $signed(9'd128)) !== 1'b0) else $error("total leaves [-112, 128]");
    assert final ((acc >= $signed(20'd786432) && acc <= $signed(20'd262143)) !== 1'b0) else $error("acc leaves [-262144, 262143]");
  end
`endif
`endif
endmodule
