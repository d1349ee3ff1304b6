// A two-entry stream register: full throughput, no combinational path from either side to the other.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_weight_stationary_to_bf16_s1_stream #(
    parameter int WIDTH = 8
) (
    input  logic             clk_i,
    input  logic             rst_ni,
    input  logic             valid_i,
    output logic             ready_o,
    input  logic [WIDTH-1:0] data_i,
    output logic             valid_o,
    input  logic             ready_i,
    output logic [WIDTH-1:0] data_o
);
  logic valid_q, spare_valid_q;
  logic [WIDTH-1:0] data_q, spare_q;

  logic push, free;
  assign push = valid_i & ready_o;
  assign free = ready_i | ~valid_q;

  // The spare entry takes what arrives in the cycle in which the output stalls.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q       <= 1'b0;
      spare_valid_q <= 1'b0;
    end else if (free) begin
      valid_q       <= spare_valid_q | push;
      spare_valid_q <= 1'b0;
    end else if (push) begin
      spare_valid_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (free) data_q <= spare_valid_q ? spare_q : data_i;
    if (push) spare_q <= data_i;
  end

  assign ready_o = ~spare_valid_q;
  assign valid_o = valid_q;
  assign data_o  = data_q;
endmodule
