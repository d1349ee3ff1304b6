// An output-stationary systolic array: ROWS x COLS sums, rows of A meet columns of B, results leave by rows.
// SPDX-License-Identifier: Apache-2.0
//
// A beat carries A_W bits for each row and B_W bits for each column (elements and their shared scales,
// packed as array_2x3_int4_x2_int19_pe unpacks them). CLUSTER x CLUSTER elements share the words of their rows and columns: cluster
// R of a_i enters cluster row R and moves right, cluster C of b_i enters cluster column C and moves down, one
// cluster a cycle; cluster (R, C) sees the beat R + C + 1 cycles after it was accepted.
//
// TURNS sums of an element take turns, a beat each; a_i is taken with the first of them. A block is BEATS beats
// of each; last_i counts with the last turn of a block's last beat and ends the tile. LATENCY: cycles from a
// block's last beat at an element to acc_o; where sums take turns, from the token that asks for one, which
// follows the tile's last beat, that of turn 0 first. A finished sum waits in a result register of its own while
// the next tile runs. A tile may end when its rows will find room (array_2x3_int4_x2_int19_drain), and nothing stops behind it. Row r
// leaves as TURNS rows. Tiles of GAP beats and more follow each other without a bubble.
module array_2x3_int4_x2_int19_array #(
    parameter int ROWS    = 8,
    parameter int COLS    = 8,
    parameter int A_W     = 8,
    parameter int B_W     = 8,
    parameter int C_W     = 32,
    parameter int LATENCY = 1,
    parameter int BEATS   = 1,
    parameter int TURNS   = 1,
    parameter int CLUSTER = 1
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic                valid_i,
    output logic                ready_o,
    input  logic                last_i,
    input  logic [ROWS*A_W-1:0] a_i,
    input  logic [COLS*B_W-1:0] b_i,
    output logic                valid_o,
    input  logic                ready_i,
    output logic [COLS*C_W-1:0] c_o,
    output logic                last_o
);
  // Diagonal d = R + C of the clusters is one place of the wave.
  localparam int A_CLUSTERS = ROWS / CLUSTER;
  localparam int B_CLUSTERS = COLS / CLUSTER;
  localparam int DIAGONALS = A_CLUSTERS + B_CLUSTERS - 1;
  localparam int ROW_W = COLS * C_W;
  // Results of a row, and cycles that a token needs to have asked for all of them.
  localparam int RESULTS = TURNS * ROWS;
  localparam int ASKING = TURNS > 1 ? TURNS : 0;
  localparam int WRITTEN = B_CLUSTERS + TURNS - 1;
  // Rows leave one by one, the next tile's are written CLUSTER at a time.
  localparam int LEFT = B_CLUSTERS + RESULTS - A_CLUSTERS - TURNS + 1;
  localparam int SPACE = WRITTEN > LEFT ? WRITTEN : LEFT;
  localparam int GAP = RESULTS > SPACE ? RESULTS : SPACE;
  // Cycles from a tile's last beat at an element to its first result.
  localparam int START = LATENCY + (TURNS > 1 ? 1 : 0);
  localparam int TOKENS = TURNS > 1 ? 2 : 1;

  logic accept, round_first, round_last, block_first, tile_first, tile_last, tile_ready, room;
  assign ready_o = tile_ready & (room | ~tile_last);
  assign accept  = valid_i & ready_o;

  array_2x3_int4_x2_int19_tile #(
      .BEATS(BEATS),
      .TURNS(TURNS),
      .GAP  (GAP)
  ) u_tile (
      .clk_i,
      .rst_ni,
      .en_i         (1'b1),
      .valid_i      (valid_i & (room | ~tile_last)),
      .last_i,
      .ready_o      (tile_ready),
      .round_first_o(round_first),
      .round_last_o (round_last),
      .block_first_o(block_first),
      .first_o      (tile_first),
      .last_o       (tile_last)
  );

  logic [DIAGONALS-1:0] valid_q, first_q, round_q;
  logic [DIAGONALS+LATENCY+ASKING-1:0] last_q;
  array_2x3_int4_x2_int19_wave #(.LENGTH(DIAGONALS)) u_valid (.clk_i, .rst_ni, .en_i(1'b1), .head_i(accept), .wave_o(valid_q));
  array_2x3_int4_x2_int19_wave #(.LENGTH(DIAGONALS)) u_first (.clk_i, .rst_ni, .en_i(1'b1), .head_i(tile_first), .wave_o(first_q));
  array_2x3_int4_x2_int19_wave #(.LENGTH(DIAGONALS)) u_round (
      .clk_i, .rst_ni, .en_i(1'b1), .head_i(accept & round_first), .wave_o(round_q)
  );
  array_2x3_int4_x2_int19_wave #(.LENGTH(DIAGONALS + LATENCY + ASKING)) u_last (
      .clk_i, .rst_ni, .en_i(1'b1), .head_i(accept & tile_last), .wave_o(last_q)
  );

  // A word moves into a place with its beat, and stays there without one.
  logic [DIAGONALS:0] a_moves, b_moves;
  assign a_moves = {round_q, accept & round_first};
  assign b_moves = {valid_q, accept};

  logic [ROWS*A_W-1:0] a_edge;
  logic [COLS*B_W-1:0] b_edge;
  array_2x3_int4_x2_int19_skew #(.COUNT(A_CLUSTERS), .WIDTH(CLUSTER * A_W)) u_a_skew (
      .clk_i, .moves_i(a_moves[A_CLUSTERS-1:0]), .data_i(a_i), .data_o(a_edge)
  );
  array_2x3_int4_x2_int19_skew #(.COUNT(B_CLUSTERS), .WIDTH(CLUSTER * B_W)) u_b_skew (
      .clk_i, .moves_i(b_moves[B_CLUSTERS-1:0]), .data_i(b_i), .data_o(b_edge)
  );

  // a and b are what the clusters see.
  localparam int A_CLUSTER_W = CLUSTER * A_W;
  localparam int B_CLUSTER_W = CLUSTER * B_W;
  logic [A_CLUSTERS*B_CLUSTERS*A_CLUSTER_W-1:0] a;
  logic [A_CLUSTERS*B_CLUSTERS*B_CLUSTER_W-1:0] b;
  for (genvar r = 0; r < A_CLUSTERS; r++) begin : gen_a_cluster
    for (genvar c = 0; c < B_CLUSTERS; c++) begin : gen_b_cluster
      localparam int PLACE = r * B_CLUSTERS + c;
      if (c == 0) begin : gen_a_edge
        assign a[PLACE*A_CLUSTER_W+:A_CLUSTER_W] = a_edge[r*A_CLUSTER_W+:A_CLUSTER_W];
      end else begin : gen_a_right
        array_2x3_int4_x2_int19_hold #(.WIDTH(A_CLUSTER_W)) u_a (
            .clk_i,
            .en_i  (a_moves[r+c]),
            .data_i(a[(PLACE-1)*A_CLUSTER_W+:A_CLUSTER_W]),
            .data_o(a[PLACE*A_CLUSTER_W+:A_CLUSTER_W])
        );
      end
      if (r == 0) begin : gen_b_edge
        assign b[PLACE*B_CLUSTER_W+:B_CLUSTER_W] = b_edge[c*B_CLUSTER_W+:B_CLUSTER_W];
      end else begin : gen_b_down
        array_2x3_int4_x2_int19_hold #(.WIDTH(B_CLUSTER_W)) u_b (
            .clk_i,
            .en_i  (b_moves[r+c]),
            .data_i(b[(PLACE-B_CLUSTERS)*B_CLUSTER_W+:B_CLUSTER_W]),
            .data_o(b[PLACE*B_CLUSTER_W+:B_CLUSTER_W])
        );
      end
    end
  end

  // result_q[r][turn][c] is the last finished sum of PE (r, c) in that turn.
  logic [RESULTS*ROW_W-1:0] result_q;
  for (genvar r = 0; r < ROWS; r++) begin : gen_row
    for (genvar c = 0; c < COLS; c++) begin : gen_col
      localparam int PLACE = (r / CLUSTER) * B_CLUSTERS + c / CLUSTER;
      localparam int DIAGONAL = r / CLUSTER + c / CLUSTER;
      logic [TOKENS-1:0] tokens;
      logic acc_valid;
      logic [C_W-1:0] acc;
      if (TURNS == 1) begin : gen_sum
        assign tokens = first_q[DIAGONAL];
      end else begin : gen_sums
        assign tokens = {|last_q[DIAGONAL+1+:TURNS], first_q[DIAGONAL]};
      end
      array_2x3_int4_x2_int19_pe u_pe (
          .clk_i,
          .rst_ni,
          .valid_i(valid_q[DIAGONAL]),
          .first_i(tokens),
          .a_i    (a[PLACE*A_CLUSTER_W+(r%CLUSTER)*A_W+:A_W]),
          .b_i    (b[PLACE*B_CLUSTER_W+(c%CLUSTER)*B_W+:B_W]),
          .valid_o(acc_valid),
          .acc_o  (acc)
      );
      for (genvar t = 0; t < TURNS; t++) begin : gen_turn
        localparam int ASKED = TURNS > 1 ? t + 1 : 0;
        array_2x3_int4_x2_int19_hold #(.WIDTH(C_W)) u_result (
            .clk_i,
            .en_i  (acc_valid & last_q[DIAGONAL+LATENCY+ASKED]),
            .data_i(acc),
            .data_o(result_q[(r*TURNS+t)*ROW_W+c*C_W+:C_W])
        );
      end
    end
  end

  // When the last column of a row's results is written.
  logic [RESULTS-1:0] finishes;
  for (genvar r = 0; r < ROWS; r++) begin : gen_row_end
    for (genvar t = 0; t < TURNS; t++) begin : gen_turn_end
      assign finishes[r*TURNS+t] = last_q[r/CLUSTER+t+START+B_CLUSTERS-1];
    end
  end

  array_2x3_int4_x2_int19_drain #(
      .ROWS (RESULTS),
      .WIDTH(ROW_W),
      .DEPTH(START + B_CLUSTERS + 2)
  ) u_drain (
      .clk_i,
      .rst_ni,
      .end_i   (accept & tile_last),
      .finish_i(finishes),
      .room_o  (room),
      .result_i(result_q),
      .valid_o,
      .ready_i,
      .row_o   (c_o),
      .last_o
  );

  // Tokens before the first reader; elements count their block's beats.
  logic unused;
  assign unused = ^{round_last, block_first, last_q, a_moves, b_moves};
endmodule
