// Lets WORDS words of weights in, holds them for the next tile, and lets in more when all are in use.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_loader #(
    parameter int WORDS = 8
) (
    input  logic clk_i,
    input  logic rst_ni,
    input  logic valid_i,
    output logic ready_o,
    output logic load_o,
    output logic full_o,
    input  logic start_i,
    input  logic finish_i
);
  // fill_q: one-hot, the number of words that are there. taken_q: a tile is turning to them.
  logic [WORDS:0] fill_q;
  logic taken_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fill_q  <= {{WORDS{1'b0}}, 1'b1};
      taken_q <= 1'b0;
    end else begin
      taken_q <= (taken_q | start_i) & ~finish_i;
      if (finish_i) fill_q <= {{WORDS{1'b0}}, 1'b1};
      else if (load_o) fill_q <= {fill_q[WORDS-1:0], 1'b0};
    end
  end

  assign ready_o = ~fill_q[WORDS];
  assign load_o  = valid_i & ready_o;
  assign full_o  = fill_q[WORDS] & ~taken_q;
endmodule
