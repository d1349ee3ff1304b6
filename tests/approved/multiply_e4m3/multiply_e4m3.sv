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
  logic [7:0] mag;
  assign mag = 8'(a_mag) * 8'(b_mag);
  logic [4:0] exponent;
  assign exponent = 5'(a_exponent) + 5'(b_exponent);
  logic [4:0] result_exponent;
  assign result_exponent = (exponent < 5'd7) ? 5'd7 : exponent;
  logic signed [5:0] underflow;
  assign underflow = 6'(result_exponent) - 6'(exponent);
  logic [2:0] round_exponent_0;
  assign round_exponent_0 = underflow[2:0];
  logic [7:0] round_exponent_5;
  assign round_exponent_5 = round_exponent_0[0] ? 8'(mag[7:1]) : mag;
  logic round_exponent_11;
  assign round_exponent_11 = (round_exponent_0[0] & mag[0]) | (round_exponent_0[1] & (round_exponent_5[1:0] != 2'd0));
  logic [7:0] round_exponent_13;
  assign round_exponent_13 = round_exponent_0[1] ? 8'(round_exponent_5[7:2]) : round_exponent_5;
  logic round_exponent_19;
  assign round_exponent_19 = round_exponent_11 | (round_exponent_0[2] & (round_exponent_13[3:0] != 4'd0));
  logic [8:0] round_exponent_22;
  assign round_exponent_22 = {round_exponent_0[2] ? 8'(round_exponent_13[7:4]) : round_exponent_13, round_exponent_19};
  logic [4:0] round_limit;
  assign round_limit = result_exponent - 5'd7;
  logic round_zeros_9;
  assign round_zeros_9 = round_exponent_22[8] | round_exponent_22[7];
  logic round_zeros_13;
  assign round_zeros_13 = round_exponent_22[4] | round_exponent_22[3];
  logic round_zeros_18;
  assign round_zeros_18 = round_zeros_9 | round_exponent_22[6] | round_exponent_22[5];
  logic round_zeros_24;
  assign round_zeros_24 = round_zeros_18 | round_zeros_13 | round_exponent_22[2] | round_exponent_22[1];
  logic round_zeros_31;
  assign round_zeros_31 = round_zeros_24 ? (round_zeros_18 ? (round_zeros_9 ? ~round_exponent_22[8] : ~round_exponent_22[6]) : (round_zeros_13 ? ~round_exponent_22[4] : ~round_exponent_22[2])) : ~round_exponent_22[0];
  logic [3:0] round_zeros;
  assign round_zeros = {~round_zeros_24, round_zeros_24 ? ~round_zeros_18 : 1'd0, round_zeros_24 ? (round_zeros_18 ? ~round_zeros_9 : ~round_zeros_13) : 1'd0, round_zeros_31};
  logic [3:0] round_shift_0;
  assign round_shift_0 = round_zeros;
  logic [4:0] round_shift;
  assign round_shift = (5'(round_shift_0) < round_limit) ? 5'(round_shift_0) : round_limit;
  logic [17:0] round_shifted;
  assign round_shifted = 18'(round_exponent_22) << round_shift[3:0];
  logic [8:0] round_up_0;
  assign round_up_0 = round_shifted[8:0];
  logic signed [5:0] round_exponent_24;
  assign round_exponent_24 = 6'(round_limit) - 6'(round_shift[3:0]);
  logic [4:0] round_exponent;
  assign round_exponent = (round_exponent_22 == 9'd0) ? 5'd0 : round_exponent_24[4:0];
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
    assert final (a_exponent >= 4'd1) else $error("a_exponent leaves [1, 15]");
    assert final (b_exponent >= 4'd1) else $error("b_exponent leaves [1, 15]");
    assert final (result_exponent >= 5'd7) else $error("result_exponent leaves [7, 30]");
    assert final (underflow >= $signed(6'd0) && underflow <= $signed(6'd5)) else $error("underflow leaves [0, 5]");
    assert final (round_zeros <= 4'd9) else $error("round_zeros leaves [0, 9]");
    assert final (round_shift <= 5'd9) else $error("round_shift leaves [0, 9]");
    assert final (round_shifted <= 18'd511) else $error("round_shifted leaves [0, 511]");
    assert final (round_exponent_24 >= $signed(6'd0)) else $error("round_exponent_24 leaves [0, 23]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{p_2[7]};
endmodule
