// Delays element i of a bus by i + 1 enabled cycles: the slanted edge of a systolic array.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_skew #(
    parameter int COUNT = 8,
    parameter int WIDTH = 8
) (
    input  logic                   clk_i,
    input  logic                   en_i,
    input  logic [COUNT*WIDTH-1:0] data_i,
    output logic [COUNT*WIDTH-1:0] data_o
);
  for (genvar i = 0; i < COUNT; i++) begin : gen_element
    logic [(i+1)*WIDTH-1:0] delay_q;
    if (i == 0) begin : gen_register
      always_ff @(posedge clk_i) if (en_i) delay_q <= data_i[WIDTH-1:0];
    end else begin : gen_chain
      always_ff @(posedge clk_i)
        if (en_i) delay_q <= {delay_q[i*WIDTH-1:0], data_i[i*WIDTH+:WIDTH]};
    end
    assign data_o[i*WIDTH+:WIDTH] = delay_q[i*WIDTH+:WIDTH];
  end
endmodule
