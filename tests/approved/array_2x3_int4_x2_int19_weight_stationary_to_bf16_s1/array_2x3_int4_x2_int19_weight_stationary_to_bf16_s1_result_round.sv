// Converts 3 elements of int19 back to bf16.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_result_round (
  input  logic clk_i,
  input  logic [56:0] codes_i,
  output logic [47:0] x_o,
  input  logic en_i
);
  logic [47:0] x;
  for (genvar i = 0; i < 3; i++) begin : gen_lane
    array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_result_round_lane u_lane (
        .clk_i(clk_i),
        .code_i(codes_i[i*19 +: 19]),
        .en_i(en_i),
        .x_o(x[i*16 +: 16])
    );
  end
  assign x_o = x;
endmodule
