// Marks the last one of the BEATS beats that make up a step of a unit.
// SPDX-License-Identifier: Apache-2.0
module mx_step #(
    parameter int BEATS = 1
) (
    input  logic clk_i,
    input  logic rst_ni,
    input  logic accept_i,
    output logic last_o
);
  if (BEATS == 1) begin : gen_beat
    assign last_o = 1'b1;

    logic unused;
    assign unused = ^{clk_i, rst_ni, accept_i};
  end else begin : gen_beats
    // One-hot: the place of the step's next beat.
    logic [BEATS-1:0] beat_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) beat_q <= {{(BEATS - 1) {1'b0}}, 1'b1};
      else if (accept_i) beat_q <= {beat_q[BEATS-2:0], beat_q[BEATS-1]};
    end
    assign last_o = beat_q[BEATS-1];
  end
endmodule
