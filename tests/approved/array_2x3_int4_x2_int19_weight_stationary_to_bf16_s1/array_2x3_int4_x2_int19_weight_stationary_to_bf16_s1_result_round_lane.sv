// The value of one int19 element in bf16.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_result_round_lane (
  input  logic clk_i,
  input  logic [18:0] code_i,
  output logic [15:0] x_o,
  input  logic en_i
);
  logic [18:0] round_exponent_0_q;
  logic round_zeros_65_q;
  logic round_zeros_66_q;
  logic round_zeros_67_q;
  logic round_zeros_68_q;
  logic round_zeros_69_q;
  logic round_exponent_3_q;
  logic [15:0] x_1_q;
  logic signed [18:0] x_value;
  assign x_value = $signed(code_i);
  logic neg;
  assign neg = code_i[18];
  logic signed [19:0] mag_0;
  assign mag_0 = -(20'(x_value));
  logic signed [19:0] mag;
  assign mag = neg ? mag_0 : 20'(x_value);
  logic [18:0] round_exponent_0;
  assign round_exponent_0 = mag[18:0];
  logic round_zeros_19;
  assign round_zeros_19 = round_exponent_0[18] | round_exponent_0[17];
  logic round_zeros_23;
  assign round_zeros_23 = round_exponent_0[14] | round_exponent_0[13];
  logic round_zeros_27;
  assign round_zeros_27 = round_exponent_0[10] | round_exponent_0[9];
  logic round_zeros_31;
  assign round_zeros_31 = round_exponent_0[6] | round_exponent_0[5];
  logic round_zeros_35;
  assign round_zeros_35 = round_exponent_0[2] | round_exponent_0[1];
  logic round_zeros_38;
  assign round_zeros_38 = round_zeros_19 | round_exponent_0[16] | round_exponent_0[15];
  logic round_zeros_40;
  assign round_zeros_40 = round_zeros_19 ? ~round_exponent_0[18] : ~round_exponent_0[16];
  logic round_zeros_41;
  assign round_zeros_41 = round_zeros_23 | round_exponent_0[12] | round_exponent_0[11];
  logic round_zeros_43;
  assign round_zeros_43 = round_zeros_23 ? ~round_exponent_0[14] : ~round_exponent_0[12];
  logic round_zeros_44;
  assign round_zeros_44 = round_zeros_27 | round_exponent_0[8] | round_exponent_0[7];
  logic round_zeros_46;
  assign round_zeros_46 = round_zeros_27 ? ~round_exponent_0[10] : ~round_exponent_0[8];
  logic round_zeros_47;
  assign round_zeros_47 = round_zeros_31 | round_exponent_0[4] | round_exponent_0[3];
  logic round_zeros_49;
  assign round_zeros_49 = round_zeros_31 ? ~round_exponent_0[6] : ~round_exponent_0[4];
  logic round_zeros_51;
  assign round_zeros_51 = round_zeros_35 ? ~round_exponent_0[2] : ~round_exponent_0[0];
  logic round_zeros_52;
  assign round_zeros_52 = round_zeros_38 | round_zeros_41;
  logic round_zeros_60;
  assign round_zeros_60 = round_zeros_52 | round_zeros_44 | round_zeros_47;
  logic round_zeros_65;
  assign round_zeros_65 = ~round_zeros_60;
  logic round_zeros_66;
  assign round_zeros_66 = round_zeros_60 ? ~round_zeros_52 : 1'd0;
  logic round_zeros_67;
  assign round_zeros_67 = round_zeros_60 ? (round_zeros_52 ? ~round_zeros_38 : ~round_zeros_44) : 1'd0;
  logic round_zeros_68;
  assign round_zeros_68 = round_zeros_60 ? (round_zeros_52 ? (round_zeros_38 ? ~round_zeros_19 : ~round_zeros_23) : (round_zeros_44 ? ~round_zeros_27 : ~round_zeros_31)) : ~round_zeros_35;
  logic round_zeros_69;
  assign round_zeros_69 = round_zeros_60 ? (round_zeros_52 ? (round_zeros_38 ? round_zeros_40 : round_zeros_43) : (round_zeros_44 ? round_zeros_46 : round_zeros_49)) : round_zeros_51;
  logic [4:0] round_exponent_1;
  assign round_exponent_1 = {round_zeros_65_q, round_zeros_66_q, round_zeros_67_q, round_zeros_68_q, round_zeros_69_q};
  logic [37:0] round_shifted;
  assign round_shifted = 38'(round_exponent_0_q) << round_exponent_1;
  logic [18:0] round_up_0;
  assign round_up_0 = round_shifted[18:0];
  logic [7:0] round_exponent_4;
  assign round_exponent_4 = 8'd144 - 8'(round_exponent_1);
  logic round_exponent_3;
  assign round_exponent_3 = round_exponent_0 == 19'd0;
  logic [7:0] round_exponent;
  assign round_exponent = round_exponent_3_q ? 8'd0 : round_exponent_4;
  logic [14:0] round_code_1;
  assign round_code_1 = 15'(round_exponent) << 7;
  logic round_up_6;
  assign round_up_6 = (round_up_0[9:0] != 10'd0) | round_up_0[11];
  logic round_up;
  assign round_up = round_up_0[10] & round_up_6;
  logic [14:0] round_code_3;
  assign round_code_3 = round_code_1 + 15'(round_up_0[18:11]);
  logic [14:0] round_code;
  assign round_code = round_code_3 + 15'(round_up);
  logic [15:0] x_1;
  assign x_1 = 16'(neg) << 15;
  always_ff @(posedge clk_i) if (en_i) begin
    round_exponent_0_q <= round_exponent_0;
    round_zeros_65_q <= round_zeros_65;
    round_zeros_66_q <= round_zeros_66;
    round_zeros_67_q <= round_zeros_67;
    round_zeros_68_q <= round_zeros_68;
    round_zeros_69_q <= round_zeros_69;
    round_exponent_3_q <= round_exponent_3;
    x_1_q <= x_1;
  end
  assign x_o = 16'(round_code) | x_1_q;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_comb begin
    assert final ((mag >= $signed(20'd0)) !== 1'b0) else $error("mag leaves [0, 262144]");
    assert final ((round_exponent_1 <= 5'd19) !== 1'b0) else $error("round_exponent_1 leaves [0, 19]");
    assert final ((round_shifted <= 38'd524287) !== 1'b0) else $error("round_shifted leaves [0, 524287]");
  end
`endif
`endif
endmodule
