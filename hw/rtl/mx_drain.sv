// Sends the finished rows of a systolic array in order, and lets a tile end when its rows will find room.
// SPDX-License-Identifier: Apache-2.0
//
// end_i: the last beat of a tile of ROWS rows is accepted; finish_i[r]: the last result of row r is written. A
// wave that has begun never stops: the next tile's rows are written whether or not these have left. So a tile
// may end (room_o) only while all rows that have not left fit into the queue of DEPTH rows: then none of them
// waits for a place there, and all are gone when the next ones come.
module mx_drain #(
    parameter int ROWS  = 8,
    parameter int WIDTH = 256,
    parameter int DEPTH = 8
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  end_i,
    input  logic [ROWS-1:0]       finish_i,
    output logic                  room_o,
    input  logic [ROWS*WIDTH-1:0] result_i,
    output logic                  valid_o,
    input  logic                  ready_i,
    output logic [WIDTH-1:0]      row_o,
    output logic                  last_o
);
  // full_q[r]: row r is finished and not in the queue. turn_q: one-hot, the next row to enter it.
  logic [ROWS-1:0] full_q, turn_q, leave;
  logic row_valid, row_ready;
  assign row_valid = |(full_q & turn_q);
  assign leave     = (row_valid & row_ready) ? turn_q : '0;

  logic [ROWS:0] turn_next;
  assign turn_next = {turn_q, turn_q[ROWS-1]};

  logic [ROWS-1:0] first_turn;
  for (genvar r = 0; r < ROWS; r++) begin : gen_first_turn
    assign first_turn[r] = r == 0;
  end

  // Rows of tiles that have ended and that have not left.
  localparam int COUNT_W = $clog2(DEPTH + ROWS + 1);
  localparam logic [COUNT_W-1:0] TILE = ROWS[COUNT_W-1:0];
  localparam logic [COUNT_W-1:0] PLACES = DEPTH[COUNT_W-1:0];
  logic [COUNT_W-1:0] pending_q;
  assign room_o = pending_q <= PLACES;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      full_q    <= '0;
      turn_q    <= first_turn;
      pending_q <= '0;
    end else begin
      full_q    <= (full_q & ~leave) | finish_i;
      pending_q <= pending_q + (end_i ? TILE : '0) - {{(COUNT_W - 1) {1'b0}}, valid_o & ready_i};
      if (|leave) turn_q <= turn_next[ROWS-1:0];
    end
  end

  // The row whose turn it is, by AND-OR over all rows.
  logic [WIDTH-1:0] row;
  always_comb begin
    row = '0;
    for (int r = 0; r < ROWS; r++)
      row = row | ({WIDTH{turn_q[r]}} & result_i[r*WIDTH+:WIDTH]);
  end

  mx_queue #(
      .WIDTH(WIDTH + 1),
      .DEPTH(DEPTH)
  ) u_queue (
      .clk_i,
      .rst_ni,
      .valid_i(row_valid),
      .ready_o(row_ready),
      .data_i ({turn_next[ROWS], row}),
      .valid_o,
      .ready_i,
      .data_o ({last_o, row_o})
  );
endmodule
