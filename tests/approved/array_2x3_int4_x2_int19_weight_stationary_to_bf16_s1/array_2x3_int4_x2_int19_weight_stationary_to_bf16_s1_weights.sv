// The weights of one processing element: those in use, and those that are being loaded for the next tile.
// SPDX-License-Identifier: Apache-2.0
//
// BEATS words of WIDTH bits make up a block. While load_i, the words of a whole column move on by one:
// word_i, from the element below, comes in last and the first one leaves to the element above. swap_i
// takes the loaded words into use; next_i turns to the word of the block's next beat.
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_weights #(
    parameter int WIDTH = 8,
    parameter int BEATS = 1
) (
    input  logic             clk_i,
    input  logic             load_i,
    input  logic [WIDTH-1:0] word_i,
    output logic [WIDTH-1:0] word_o,
    input  logic             swap_i,
    input  logic             next_i,
    output logic [WIDTH-1:0] weight_o
);
  logic [BEATS*WIDTH-1:0] loaded_q, used_q;

  if (BEATS == 1) begin : gen_word
    always_ff @(posedge clk_i) if (load_i) loaded_q <= word_i;
    always_ff @(posedge clk_i) if (swap_i) used_q <= loaded_q;
    logic unused;
    assign unused = next_i;
  end else begin : gen_words
    always_ff @(posedge clk_i) if (load_i) loaded_q <= {word_i, loaded_q[BEATS*WIDTH-1:WIDTH]};
    always_ff @(posedge clk_i) begin
      if (swap_i) used_q <= loaded_q;
      else if (next_i) used_q <= {used_q[WIDTH-1:0], used_q[BEATS*WIDTH-1:WIDTH]};
    end
  end

  assign word_o   = loaded_q[WIDTH-1:0];
  assign weight_o = used_q[WIDTH-1:0];
endmodule
