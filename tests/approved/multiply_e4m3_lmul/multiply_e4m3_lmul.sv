// L-Mul of two e4m3 numbers.
// SPDX-License-Identifier: Apache-2.0
module multiply_e4m3_lmul (
  input  logic [7:0] a_i,
  input  logic [7:0] b_i,
  output logic [7:0] p_o
);
  logic a_subnormal;
  assign a_subnormal = a_i[6:3] == 4'd0;
  logic b_subnormal;
  assign b_subnormal = b_i[6:3] == 4'd0;
  logic nan;
  assign nan = ((a_i[2:0] == 3'd7) & (a_i[6:3] == 4'd15)) | ((b_i[2:0] == 3'd7) & (b_i[6:3] == 4'd15));
  logic neg;
  assign neg = a_i[7] ^ b_i[7];
  logic [7:0] field_3;
  assign field_3 = 8'(a_i[6:0]) + 8'(b_i[6:0]);
  logic signed [8:0] field;
  assign field = 9'(field_3) - 9'd55;
  logic signed [8:0] p_4;
  assign p_4 = ((field < $signed(9'd8)) | a_subnormal | b_subnormal) ? 9'd0 : field;
  logic [7:0] p_5;
  assign p_5 = p_4[7:0];
  logic [7:0] p_8;
  assign p_8 = (8'd126 < p_5) ? 8'd126 : p_5;
  logic [7:0] p_10;
  assign p_10 = {neg, p_8[6:0]};
  assign p_o = nan ? 8'd127 : p_10;
`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_comb begin
    assert final ((p_4 >= $signed(9'd0)) !== 1'b0) else $error("p_4 leaves [0, 199]");
  end
`endif
`endif
  logic unused;
  assign unused = ^{p_8[7]};
endmodule
