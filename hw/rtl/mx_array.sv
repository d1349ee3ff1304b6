// An output-stationary systolic array: ROWS x COLS sums, rows of A meet columns of B, results leave by rows.
// SPDX-License-Identifier: Apache-2.0
//
// A beat carries A_W bits for each row and B_W bits for each column (elements and their shared scales,
// packed as mx_pe unpacks them). Element r of a_i enters row r and moves right, element c of b_i enters
// column c and moves down, one place an enabled cycle; PE (r, c) sees the beat r + c + 1 enabled cycles
// after it was accepted. A block is BEATS beats; last_i counts with a block's last beat and ends the tile.
// LATENCY >= 1: enabled cycles from a block's last beat at a PE to acc_o. A finished sum waits in a result
// register of its own while the next tile runs; the wave stops only before it would overwrite a row that
// has not left. Tiles of max(ROWS, COLS) beats and more follow each other without a bubble.
module mx_array #(
    parameter int ROWS    = 8,
    parameter int COLS    = 8,
    parameter int A_W     = 8,
    parameter int B_W     = 8,
    parameter int C_W     = 32,
    parameter int LATENCY = 1,
    parameter int BEATS   = 1
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
  // Diagonal d = r + c of the array is one place of the wave.
  localparam int DIAGONALS = ROWS + COLS - 1;
  localparam int ROW_W = COLS * C_W;

  logic en, accept, block_first, tile_first, tile_last;
  assign accept = valid_i & ready_o;

  mx_tile #(
      .BEATS(BEATS),
      .GAP  (ROWS > COLS ? ROWS : COLS)
  ) u_tile (
      .clk_i,
      .rst_ni,
      .en_i         (en),
      .valid_i,
      .last_i,
      .ready_o,
      .block_first_o(block_first),
      .first_o      (tile_first),
      .last_o       (tile_last)
  );

  logic [DIAGONALS-1:0] valid_q, first_q;
  logic [DIAGONALS+LATENCY-1:0] last_q;
  mx_wave #(.LENGTH(DIAGONALS)) u_valid (.clk_i, .rst_ni, .en_i(en), .head_i(accept), .wave_o(valid_q));
  mx_wave #(.LENGTH(DIAGONALS)) u_first (.clk_i, .rst_ni, .en_i(en), .head_i(tile_first), .wave_o(first_q));
  mx_wave #(.LENGTH(DIAGONALS + LATENCY)) u_last (
      .clk_i, .rst_ni, .en_i(en), .head_i(accept & tile_last), .wave_o(last_q)
  );

  logic [ROWS*A_W-1:0] a_edge;
  logic [COLS*B_W-1:0] b_edge;
  mx_skew #(.COUNT(ROWS), .WIDTH(A_W)) u_a_skew (.clk_i, .en_i(en), .data_i(a_i), .data_o(a_edge));
  mx_skew #(.COUNT(COLS), .WIDTH(B_W)) u_b_skew (.clk_i, .en_i(en), .data_i(b_i), .data_o(b_edge));

  // a[r][c] and b[r][c] are what PE (r, c) sees; result_q[r][c] is its last finished sum.
  logic [ROWS*COLS*A_W-1:0] a;
  logic [ROWS*COLS*B_W-1:0] b;
  logic [ROWS*COLS*C_W-1:0] result_q;
  for (genvar r = 0; r < ROWS; r++) begin : gen_row
    for (genvar c = 0; c < COLS; c++) begin : gen_col
      localparam int PE = r * COLS + c;
      if (c == 0) begin : gen_a_edge
        assign a[PE*A_W+:A_W] = a_edge[r*A_W+:A_W];
      end else begin : gen_a_right
        mx_hold #(.WIDTH(A_W)) u_a (
            .clk_i, .en_i(en), .data_i(a[(PE-1)*A_W+:A_W]), .data_o(a[PE*A_W+:A_W])
        );
      end
      if (r == 0) begin : gen_b_edge
        assign b[PE*B_W+:B_W] = b_edge[c*B_W+:B_W];
      end else begin : gen_b_down
        mx_hold #(.WIDTH(B_W)) u_b (
            .clk_i, .en_i(en), .data_i(b[(PE-COLS)*B_W+:B_W]), .data_o(b[PE*B_W+:B_W])
        );
      end

      logic acc_valid;
      logic [C_W-1:0] acc;
      mx_pe u_pe (
          .clk_i,
          .rst_ni,
          .en_i   (en),
          .valid_i(valid_q[r+c]),
          .first_i(first_q[r+c]),
          .a_i    (a[PE*A_W+:A_W]),
          .b_i    (b[PE*B_W+:B_W]),
          .valid_o(acc_valid),
          .acc_o  (acc)
      );
      mx_hold #(.WIDTH(C_W)) u_result (
          .clk_i,
          .en_i  (en & acc_valid & last_q[r+c+LATENCY]),
          .data_i(acc),
          .data_o(result_q[PE*C_W+:C_W])
      );
    end
  end

  logic row_valid, row_ready, row_last;
  logic [ROW_W-1:0] row;
  mx_drain #(
      .ROWS (ROWS),
      .WIDTH(ROW_W)
  ) u_drain (
      .clk_i,
      .rst_ni,
      .start_i (last_q[LATENCY+:ROWS]),
      .finish_i(last_q[LATENCY+COLS-1+:ROWS]),
      .en_o    (en),
      .result_i(result_q),
      .valid_o (row_valid),
      .ready_i (row_ready),
      .row_o   (row),
      .last_o  (row_last)
  );

  mx_stream #(
      .WIDTH(ROW_W + 1)
  ) u_out (
      .clk_i,
      .rst_ni,
      .valid_i(row_valid),
      .ready_o(row_ready),
      .data_i ({row_last, row}),
      .valid_o,
      .ready_i,
      .data_o ({last_o, c_o})
  );

  // The tokens of the wave's first LATENCY places have no reader; elements count their block's beats.
  logic unused;
  assign unused = ^{block_first, last_q};
endmodule
