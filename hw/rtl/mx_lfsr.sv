// Random bits for stochastic rounding: Galois feedback registers of 32 bits and period 2^32 - 1,
// one a lane, which step Width times a cycle while enabled, so that no bit is read twice.
// SPDX-License-Identifier: Apache-2.0
module mx_lfsr #(
  parameter int Lanes = 1,
  parameter int Width = 8,
  parameter int Seed = 1
) (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic en_i,
  output logic [Lanes*Width-1:0] random_o
);
  // x^32 + x^22 + x^2 + x + 1, bits leaving at the low end.
  localparam logic [31:0] Taps = 32'h80200003;

  for (genvar lane = 0; lane < Lanes; lane++) begin : gen_lane
    // Distinct odd steps keep the lanes' seeds apart; an all-zero register would stay there.
    localparam logic [31:0] Mixed = 32'(Seed) ^ (32'h9E3779B9 * (32'(lane) + 32'd1));
    localparam logic [31:0] Start = (Mixed == 32'd0) ? 32'd1 : Mixed;
    logic [31:0] state_q, stepped;

    // A one that leaves comes back at the taps.
    always_comb begin
      stepped = state_q;
      for (int i = 0; i < Width; i++) stepped = (stepped >> 1) ^ (Taps & -(stepped & 32'd1));
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) state_q <= Start;
      else if (en_i) state_q <= stepped;
    end

    assign random_o[lane*Width +: Width] = state_q[Width-1:0];
    if (Width < 32) begin : gen_unused
      logic unused;
      assign unused = ^state_q[31:Width];
    end
  end
endmodule
