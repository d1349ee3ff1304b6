// Marks the first and last beats of a tile and keeps last beats at least GAP enabled cycles apart.
// SPDX-License-Identifier: Apache-2.0
//
// TURNS sums take turns, a beat each: a round. round_first_o, round_last_o: the beat of the first and of the last turn. first_o stands for all beats of
// a tile's first round, last_o for the very last beat.
module array_2x3_int4_x2_int19_weight_stationary_tile #(
    parameter int BEATS = 1,
    parameter int TURNS = 1,
    parameter int GAP   = 8
) (
    input  logic clk_i,
    input  logic rst_ni,
    input  logic en_i,
    input  logic valid_i,
    input  logic last_i,
    output logic ready_o,
    output logic round_first_o,
    output logic round_last_o,
    output logic block_first_o,
    output logic first_o,
    output logic last_o
);
  logic accept;
  assign accept = valid_i & ready_o;

  if (TURNS == 1) begin : gen_turn
    assign round_last_o  = 1'b1;
    assign round_first_o = 1'b1;
  end else begin : gen_turns
    // One-hot: the turn of the next beat.
    logic [TURNS-1:0] turn_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) turn_q <= {{(TURNS - 1) {1'b0}}, 1'b1};
      else if (accept) turn_q <= {turn_q[TURNS-2:0], turn_q[TURNS-1]};
    end
    assign round_last_o  = turn_q[TURNS-1];
    assign round_first_o = turn_q[0];
  end

  logic block_end;
  if (BEATS == 1) begin : gen_beat
    assign block_end     = round_last_o;
    assign block_first_o = 1'b1;
  end else begin : gen_beats
    // One-hot: the place of the block's next beat.
    logic [BEATS-1:0] beat_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) beat_q <= {{(BEATS - 1) {1'b0}}, 1'b1};
      else if (accept & round_last_o) beat_q <= {beat_q[BEATS-2:0], beat_q[BEATS-1]};
    end
    assign block_end     = beat_q[BEATS-1] & round_last_o;
    assign block_first_o = beat_q[0];
  end

  logic wait_gap;
  if (GAP == 1) begin : gen_no_gap
    assign wait_gap = 1'b0;
  end else begin : gen_gap
    logic [GAP-2:0] gap_q;
    array_2x3_int4_x2_int19_weight_stationary_wave #(
        .LENGTH(GAP - 1)
    ) u_gap (
        .clk_i,
        .rst_ni,
        .en_i,
        .head_i(accept & last_o),
        .wave_o(gap_q)
    );
    assign wait_gap = |gap_q;
  end

  logic first_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) first_q <= 1'b1;
    else if (accept & round_last_o) first_q <= last_o;
  end

  assign last_o  = last_i & block_end;
  assign first_o = first_q;
  assign ready_o = en_i & ~(last_o & wait_gap);
endmodule
