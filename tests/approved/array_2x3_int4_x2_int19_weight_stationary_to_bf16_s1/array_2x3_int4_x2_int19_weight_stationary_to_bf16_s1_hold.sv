// A word that stays while the array stands still: the register that rows, columns and results are made of.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_hold #(
    parameter int WIDTH = 8
) (
    input  logic             clk_i,
    input  logic             en_i,
    input  logic [WIDTH-1:0] data_i,
    output logic [WIDTH-1:0] data_o
);
  logic [WIDTH-1:0] data_q;
  always_ff @(posedge clk_i) if (en_i) data_q <= data_i;
  assign data_o = data_q;
endmodule
