// A row of 3 sums as it leaves the array.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_result (
  input  logic clk_i,
  input  logic en_i,
  input  logic [56:0] x_i,
  output logic [47:0] c_o,
  output logic [56:0] sum_o
);
  logic [56:0] x_q;
  logic [47:0] x;
  array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_result_round u_round (
      .clk_i(clk_i),
      .codes_i(x_i),
      .en_i(en_i),
      .x_o(x)
  );
  always_ff @(posedge clk_i) if (en_i) begin
    x_q <= x_i;
  end
  assign c_o = x;
  assign sum_o = x_q;
endmodule
