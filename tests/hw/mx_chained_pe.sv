// A stand-in PE for tests of the weight-stationary array: adds a block's products to the sum from above.
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
module mx_pe (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        en_i,
    input  logic        valid_i,
    input  logic [7:0]  a_i,
    input  logic [7:0]  b_i,
    input  logic [31:0] c_i,
    output logic        valid_o,
    output logic [31:0] acc_o
);
  localparam int DELAY = `PE_LATENCY - 1;
  localparam int BEATS = `PE_BEATS;
  localparam int TURNS = `PE_TURNS;

  logic valid;
  logic [7:0] a, b;
  logic [31:0] c;
  if (DELAY == 0) begin : gen_direct
    assign {valid, a, b, c} = {valid_i, a_i, b_i, c_i};
  end else begin : gen_delay
    logic [DELAY-1:0] valid_q;
    logic [DELAY*48-1:0] data_q;
    for (genvar i = 0; i < DELAY; i++) begin : gen_stage
      if (i == 0) begin : gen_head
        always_ff @(posedge clk_i or negedge rst_ni)
          if (!rst_ni) valid_q[i] <= 1'b0;
          else if (en_i) valid_q[i] <= valid_i;
        always_ff @(posedge clk_i) if (en_i) data_q[47:0] <= {a_i, b_i, c_i};
      end else begin : gen_tail
        always_ff @(posedge clk_i or negedge rst_ni)
          if (!rst_ni) valid_q[i] <= 1'b0;
          else if (en_i) valid_q[i] <= valid_q[i-1];
        always_ff @(posedge clk_i) if (en_i) data_q[i*48+:48] <= data_q[(i-1)*48+:48];
      end
    end
    assign valid = valid_q[DELAY-1];
    assign {a, b, c} = data_q[(DELAY-1)*48+:48];
  end

  logic [31:0] partial_q[0:TURNS-1];
  logic [31:0] acc_q, partial, product;
  logic valid_q;
  integer beat_q, turn_q;
  assign product = {{24{a[7]}}, a} * {{24{b[7]}}, b};
  assign partial = (beat_q == 0) ? product : partial_q[turn_q] + product;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      beat_q  <= 0;
      turn_q  <= 0;
    end else if (en_i) begin
      valid_q <= valid && beat_q == BEATS - 1;
      if (valid) turn_q <= turn_q == TURNS - 1 ? 0 : turn_q + 1;
      if (valid && turn_q == TURNS - 1) beat_q <= beat_q == BEATS - 1 ? 0 : beat_q + 1;
    end
  end
  always_ff @(posedge clk_i)
    if (en_i && valid) begin
      partial_q[turn_q] <= partial;
      acc_q <= partial + c;
    end

  assign valid_o = valid_q;
  assign acc_o   = acc_q;
endmodule
