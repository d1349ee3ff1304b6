// A weight-stationary systolic array: COLS columns of ROWS blocks of weights, rows of A pass them, sums travel down.
// SPDX-License-Identifier: Apache-2.0
//
// Weights: a word of w_i holds a beat of W_W bits for each column; ROWS * BEATS words make up a tile, the top
// row's first. They move in from below while another tile is in use. A beat of a_i holds A_W bits for each
// row; BEATS beats make up a vector, whose sums start from c_i, sampled with its first beat. TURNS vectors take
// turns, a beat each. last_i counts with the last one's last beat and ends the tile: the next one meets the next
// weights and waits for them.
//
// Element r of a_i enters row r after r * LATENCY + 1 enabled cycles and moves right, past CLUSTER columns that
// share it a cycle; PE (r, c) adds its product to the sum of PE (r - 1, c), LATENCY enabled cycles later. Columns
// leave together. Everything
// but the loading of weights stops while a finished row waits.
module mx_weight_array #(
    parameter int ROWS    = 8,
    parameter int COLS    = 8,
    parameter int A_W     = 8,
    parameter int W_W     = 8,
    parameter int C_W     = 32,
    parameter int LATENCY = 1,
    parameter int BEATS   = 1,
    parameter int TURNS   = 1,
    parameter int CLUSTER = 1
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic                w_valid_i,
    output logic                w_ready_o,
    input  logic [COLS*W_W-1:0] w_i,
    input  logic                valid_i,
    output logic                ready_o,
    input  logic                last_i,
    input  logic [ROWS*A_W-1:0] a_i,
    input  logic [COLS*C_W-1:0] c_i,
    output logic                valid_o,
    input  logic                ready_i,
    output logic [COLS*C_W-1:0] c_o,
    output logic                last_o
);
  // PE (r, c) is one place of the wave: r * LATENCY + c / CLUSTER.
  localparam int CLUSTERS = COLS / CLUSTER;
  localparam int PLACES = (ROWS - 1) * LATENCY + CLUSTERS;
  localparam int ROW_W = COLS * C_W;

  logic en, accept, round_first, round_last, block_first, tile_first, tile_last, tile_ready, weights_full, load;
  logic row_ready, row_valid_q;
  assign en = row_ready | ~row_valid_q;

  logic opens, open;
  assign opens   = tile_first & round_first;
  assign open    = ~opens | weights_full;
  assign ready_o = tile_ready & open;
  assign accept  = valid_i & ready_o;

  mx_tile #(
      .BEATS(BEATS),
      .TURNS(TURNS),
      .GAP  (1)
  ) u_tile (
      .clk_i,
      .rst_ni,
      .en_i         (en),
      .valid_i      (valid_i & open),
      .last_i,
      .ready_o      (tile_ready),
      .round_first_o(round_first),
      .round_last_o (round_last),
      .block_first_o(block_first),
      .first_o      (tile_first),
      .last_o       (tile_last)
  );

  logic start;
  logic [PLACES-1:0] valid_q, round_q, swap_q;
  logic [ROWS*LATENCY+CLUSTERS:0] last_q;
  assign start = accept & opens;
  mx_wave #(.LENGTH(PLACES)) u_valid (.clk_i, .rst_ni, .en_i(en), .head_i(accept), .wave_o(valid_q));
  mx_wave #(.LENGTH(PLACES)) u_round (
      .clk_i, .rst_ni, .en_i(en), .head_i(accept & round_last), .wave_o(round_q)
  );
  mx_wave #(.LENGTH(PLACES)) u_swap (.clk_i, .rst_ni, .en_i(en), .head_i(start), .wave_o(swap_q));
  mx_wave #(.LENGTH(ROWS * LATENCY + CLUSTERS + 1)) u_last (
      .clk_i, .rst_ni, .en_i(en), .head_i(accept & tile_last), .wave_o(last_q)
  );

  // A word moves into a place with its beat, and stays there without one.
  logic [PLACES:0] moves;
  assign moves = {valid_q, accept};

  // A PE turns to its next weights one cycle before the first beat that meets them.
  logic [PLACES:0] swap;
  assign swap = {swap_q, start};

  mx_loader #(
      .WORDS(ROWS * BEATS)
  ) u_loader (
      .clk_i,
      .rst_ni,
      .valid_i (w_valid_i),
      .ready_o (w_ready_o),
      .load_o  (load),
      .full_o  (weights_full),
      .start_i (start),
      .finish_i(en & swap[PLACES-1])
  );

  logic [ROW_W-1:0] initial_sums;
  if (BEATS == 1) begin : gen_sums
    assign initial_sums = c_i;
  end else begin : gen_held_sums
    // Those of all vectors that take turns, the next one's lowest.
    logic [TURNS*ROW_W-1:0] c_q;
    if (TURNS == 1) begin : gen_turn
      always_ff @(posedge clk_i) if (accept) c_q <= initial_sums;
    end else begin : gen_turns
      always_ff @(posedge clk_i) if (accept) c_q <= {initial_sums, c_q[TURNS*ROW_W-1:ROW_W]};
    end
    assign initial_sums = block_first ? c_i : c_q[ROW_W-1:0];
  end

  logic [ROWS*A_W-1:0] a_edge;
  logic [ROW_W-1:0] c_edge;
  mx_skew #(.COUNT(ROWS), .WIDTH(A_W), .STEP(LATENCY)) u_a_skew (
      .clk_i, .moves_i({PLACES-CLUSTERS+1{en}} & moves[PLACES-CLUSTERS:0]), .data_i(a_i), .data_o(a_edge)
  );
  mx_skew #(.COUNT(CLUSTERS), .WIDTH(CLUSTER * C_W)) u_c_skew (
      .clk_i, .moves_i({CLUSTERS{en}} & moves[CLUSTERS-1:0]), .data_i(initial_sums), .data_o(c_edge)
  );

  // a[r][c / CLUSTER] and w[r][c] are what PE (r, c) multiplies, word[r][c] what it passes up, acc[r][c] its sum.
  logic [ROWS*CLUSTERS*A_W-1:0] a;
  logic [ROWS*COLS*W_W-1:0] word, w;
  logic [ROWS*COLS*C_W-1:0] acc;
  logic [ROWS*COLS-1:0] acc_valid;
  for (genvar r = 0; r < ROWS; r++) begin : gen_row
    for (genvar c = 0; c < COLS; c++) begin : gen_col
      localparam int PE = r * COLS + c;
      localparam int PLACE = r * LATENCY + c / CLUSTER;
      localparam int A_PLACE = r * CLUSTERS + c / CLUSTER;
      if (c == 0) begin : gen_a_edge
        assign a[A_PLACE*A_W+:A_W] = a_edge[r*A_W+:A_W];
      end else if (c % CLUSTER == 0) begin : gen_a_right
        mx_hold #(.WIDTH(A_W)) u_a (
            .clk_i, .en_i(en & moves[PLACE]), .data_i(a[(A_PLACE-1)*A_W+:A_W]), .data_o(a[A_PLACE*A_W+:A_W])
        );
      end

      logic [W_W-1:0] word_below;
      if (r == ROWS - 1) begin : gen_w_edge
        assign word_below = w_i[c*W_W+:W_W];
      end else begin : gen_w_up
        assign word_below = word[(PE+COLS)*W_W+:W_W];
      end
      mx_weights #(
          .WIDTH(W_W),
          .BEATS(BEATS)
      ) u_weights (
          .clk_i,
          .load_i  (load),
          .word_i  (word_below),
          .word_o  (word[PE*W_W+:W_W]),
          .swap_i  (en & swap[PLACE]),
          .next_i  (en & round_q[PLACE]),
          .weight_o(w[PE*W_W+:W_W])
      );

      logic [C_W-1:0] sum_above;
      if (r == 0) begin : gen_c_edge
        assign sum_above = c_edge[c*C_W+:C_W];
      end else begin : gen_c_down
        assign sum_above = acc[(PE-COLS)*C_W+:C_W];
      end
      mx_pe u_pe (
          .clk_i,
          .rst_ni,
          .en_i   (en),
          .valid_i(valid_q[PLACE]),
          .a_i    (a[A_PLACE*A_W+:A_W]),
          .b_i    (w[PE*W_W+:W_W]),
          .c_i    (sum_above),
          .valid_o(acc_valid[PE]),
          .acc_o  (acc[PE*C_W+:C_W])
      );
    end
  end

  // The last column finishes a row: the others have waited for it.
  logic [ROW_W-1:0] row;
  mx_skew #(.COUNT(CLUSTERS), .WIDTH(CLUSTER * C_W), .REVERSED(1)) u_row (
      .clk_i, .moves_i({CLUSTERS{en}}), .data_i(acc[(ROWS-1)*ROW_W+:ROW_W]), .data_o(row)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) row_valid_q <= 1'b0;
    else if (en) row_valid_q <= acc_valid[ROWS*COLS-1];
  end

  mx_stream #(
      .WIDTH(ROW_W + 1)
  ) u_out (
      .clk_i,
      .rst_ni,
      .valid_i(row_valid_q),
      .ready_o(row_ready),
      .data_i ({last_q[ROWS*LATENCY+CLUSTERS], row}),
      .valid_o,
      .ready_i,
      .data_o ({last_o, c_o})
  );

  // Words that leave the top row and tokens before the last place have no reader.
  logic unused;
  assign unused = ^{round_first, block_first, last_q, moves, swap, acc_valid, word};
endmodule
