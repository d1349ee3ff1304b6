// Sends the finished rows of a systolic array in order and stops the wave before it overwrites one.
// SPDX-License-Identifier: Apache-2.0
//
// start_i[r]: the first result of row r is about to be written; finish_i[r]: its last one.
module array_2x3_int4_x2_int19_drain #(
    parameter int ROWS  = 8,
    parameter int WIDTH = 256
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic [ROWS-1:0]       start_i,
    input  logic [ROWS-1:0]       finish_i,
    output logic                  en_o,
    input  logic [ROWS*WIDTH-1:0] result_i,
    output logic                  valid_o,
    input  logic                  ready_i,
    output logic [WIDTH-1:0]      row_o,
    output logic                  last_o
);
  // full_q[r]: row r is finished and has not left. turn_q: one-hot, the next row to leave.
  logic [ROWS-1:0] full_q, turn_q, leave, clash;
  assign leave = (valid_o & ready_i) ? turn_q : '0;

  assign clash = full_q & ~leave & start_i;
  assign en_o  = ~|clash;

  logic [ROWS:0] turn_next;
  assign turn_next = {turn_q, turn_q[ROWS-1]};

  logic [ROWS-1:0] first_turn;
  for (genvar r = 0; r < ROWS; r++) begin : gen_first_turn
    assign first_turn[r] = r == 0;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      full_q <= '0;
      turn_q <= first_turn;
    end else begin
      full_q <= (full_q & ~leave) | (en_o ? finish_i : '0);
      if (valid_o & ready_i) turn_q <= turn_next[ROWS-1:0];
    end
  end

  // The row whose turn it is, by AND-OR over all rows.
  always_comb begin
    row_o = '0;
    for (int r = 0; r < ROWS; r++)
      row_o = row_o | ({WIDTH{turn_q[r]}} & result_i[r*WIDTH+:WIDTH]);
  end

  assign valid_o = |(full_q & turn_q);
  assign last_o  = turn_next[ROWS];
endmodule
