// A stand-in PE for tests of the array: multiply-accumulates of small integers that take turns, with any latency.
// SPDX-License-Identifier: Apache-2.0
`ifndef PE_LATENCY
`define PE_LATENCY 1
`endif
`ifndef PE_BEATS
`define PE_BEATS 1
`endif
`ifndef PE_TURNS
`define PE_TURNS 1
`endif
module mx_pe #(
    parameter int TOKENS = `PE_TURNS > 1 ? 2 : 1
) (
    input  logic              clk_i,
    input  logic              rst_ni,
    input  logic              valid_i,
    input  logic [TOKENS-1:0] first_i,
    input  logic [7:0]        a_i,
    input  logic [7:0]        b_i,
    output logic              valid_o,
    output logic [31:0]       acc_o
);
  localparam int DELAY = `PE_LATENCY - 1;
  localparam int BEATS = `PE_BEATS;
  localparam int TURNS = `PE_TURNS;

  // first_i: the beat starts a sum; above it, that a sum leaves.
  logic first, valid, asked;
  logic [7:0] a, b;
  logic [18:0] delayed[0:DELAY];
  assign delayed[0] = {first_i[TOKENS-1] && TURNS > 1, valid_i, first_i[0], a_i, b_i};
  for (genvar i = 0; i < DELAY; i++) begin : gen_stage
    always_ff @(posedge clk_i or negedge rst_ni)
      if (!rst_ni) delayed[i+1] <= '0;
      else delayed[i+1] <= delayed[i];
  end
  assign {asked, valid, first, a, b} = delayed[DELAY];

  logic [31:0] acc_q[0:TURNS-1];
  logic [31:0] left_q, product;
  logic valid_q;
  integer beat_q, turn_q, leaving_q;
  assign product = {{24{a[7]}}, a} * {{24{b[7]}}, b};
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q   <= 1'b0;
      beat_q    <= 0;
      turn_q    <= 0;
      leaving_q <= 0;
    end else begin
      valid_q <= TURNS > 1 ? asked : valid && beat_q == BEATS - 1;
      if (valid) turn_q <= turn_q == TURNS - 1 ? 0 : turn_q + 1;
      if (valid && turn_q == TURNS - 1) beat_q <= beat_q == BEATS - 1 ? 0 : beat_q + 1;
      if (asked) leaving_q <= leaving_q == TURNS - 1 ? 0 : leaving_q + 1;
    end
  end
  always_ff @(posedge clk_i) begin
    if (valid) acc_q[turn_q] <= (first && beat_q == 0) ? product : acc_q[turn_q] + product;
    left_q <= acc_q[leaving_q];
  end

  assign valid_o = valid_q;
  assign acc_o   = TURNS > 1 ? left_q : acc_q[0];
endmodule
