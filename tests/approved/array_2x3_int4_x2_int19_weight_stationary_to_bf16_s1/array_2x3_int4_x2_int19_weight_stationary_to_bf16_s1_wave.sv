// A token line: place i shows what entered at the head i + 1 enabled cycles ago.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_wave #(
    parameter int LENGTH = 8
) (
    input  logic              clk_i,
    input  logic              rst_ni,
    input  logic              en_i,
    input  logic              head_i,
    output logic [LENGTH-1:0] wave_o
);
  logic [LENGTH:0] wave;
  logic [LENGTH-1:0] wave_q;
  assign wave = {wave_q, head_i};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) wave_q <= '0;
    else if (en_i) wave_q <= wave[LENGTH-1:0];
  end

  assign wave_o = wave_q;

  logic unused;
  assign unused = wave[LENGTH];
endmodule
