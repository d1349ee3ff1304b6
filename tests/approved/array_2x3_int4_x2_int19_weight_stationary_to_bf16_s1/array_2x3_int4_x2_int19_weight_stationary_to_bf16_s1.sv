// Weight-stationary array of 2 x 3 dot products, 2 products of int4 and int4 each a beat, accumulated as int19.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1 (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic valid_i,
  input  logic last_i,
  input  logic ready_i,
  input  logic [15:0] a_i,
  input  logic [23:0] w_i,
  input  logic w_valid_i,
  input  logic [56:0] c_i,
  output logic ready_o,
  output logic w_ready_o,
  output logic valid_o,
  output logic [47:0] c_o,
  output logic [56:0] sum_o,
  output logic last_o
);
  logic result_valid_q1;
  logic result_last_q1;
  logic result_enable;
  assign result_enable = ready_i | ~result_valid_q1;
  logic [15:0] a_word_0;
  assign a_word_0 = {a_i};
  logic [15:0] a_word;
  assign a_word = a_word_0;
  logic [23:0] w_word_0;
  assign w_word_0 = {w_i};
  logic [23:0] w_word;
  assign w_word = w_word_0;
  logic w_ready;
  logic ready;
  logic valid;
  logic last;
  logic [56:0] c;
  array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_weight_array #(
      .ROWS(2),
      .COLS(3),
      .A_W(8),
      .W_W(8),
      .C_W(19),
      .LATENCY(1),
      .BEATS(1),
      .TURNS(1),
      .CLUSTER(1)
  ) u_array (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .valid_i(valid_i),
      .last_i(last_i),
      .ready_i(result_enable),
      .a_i(a_word),
      .w_i(w_word),
      .w_valid_i(w_valid_i),
      .c_i(c_i),
      .w_ready_o(w_ready),
      .ready_o(ready),
      .valid_o(valid),
      .last_o(last),
      .c_o(c)
  );
  logic result_valid_q1_0;
  assign result_valid_q1_0 = result_enable ? valid : result_valid_q1;
  logic result_last_q1_0;
  assign result_last_q1_0 = result_enable ? last : result_last_q1;
  logic [56:0] x_0;
  assign x_0 = {c};
  logic [56:0] x_1;
  assign x_1 = x_0;
  logic [47:0] c_2;
  logic [56:0] sum;
  array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_result u_result (
      .clk_i(clk_i),
      .en_i(result_enable),
      .x_i(x_1),
      .c_o(c_2),
      .sum_o(sum)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      result_valid_q1 <= 1'd0;
      result_last_q1 <= 1'd0;
    end else begin
      result_valid_q1 <= result_valid_q1_0;
      result_last_q1 <= result_last_q1_0;
    end
  end
  assign ready_o = ready;
  assign w_ready_o = w_ready;
  assign valid_o = result_valid_q1;
  assign c_o = c_2;
  assign sum_o = sum;
  assign last_o = result_last_q1;
endmodule
