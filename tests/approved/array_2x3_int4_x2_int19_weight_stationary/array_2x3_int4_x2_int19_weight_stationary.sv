// Weight-stationary array of 2 x 3 dot products, 2 products of int4 and int4 each a beat, accumulated as int19.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary (
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
  output logic [56:0] c_o,
  output logic last_o
);
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
  array_2x3_int4_x2_int19_weight_stationary_weight_array #(
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
      .ready_i(ready_i),
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
  assign ready_o = ready;
  assign w_ready_o = w_ready;
  assign valid_o = valid;
  assign c_o = c;
  assign last_o = last;
endmodule
