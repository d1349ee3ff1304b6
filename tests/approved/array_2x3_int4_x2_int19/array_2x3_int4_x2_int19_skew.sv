// Delays element i of a bus by i * STEP + 1 places: the slanted edge of a systolic array.
// SPDX-License-Identifier: Apache-2.0
//
// moves_i[j]: what waits before place j of each element moves into it. REVERSED: the last element leaves first,
// after one place.
module array_2x3_int4_x2_int19_skew #(
    parameter int COUNT = 8,
    parameter int WIDTH = 8,
    parameter int STEP = 1,
    parameter int REVERSED = 0
) (
    input  logic                    clk_i,
    input  logic [(COUNT-1)*STEP:0] moves_i,
    input  logic [COUNT*WIDTH-1:0]  data_i,
    output logic [COUNT*WIDTH-1:0]  data_o
);
  for (genvar i = 0; i < COUNT; i++) begin : gen_element
    // delay[j] has passed j registers.
    localparam int CYCLES = (REVERSED != 0 ? COUNT - 1 - i : i) * STEP + 1;
    logic [(CYCLES+1)*WIDTH-1:0] delay;
    assign delay[0+:WIDTH] = data_i[i*WIDTH+:WIDTH];
    for (genvar j = 0; j < CYCLES; j++) begin : gen_place
      array_2x3_int4_x2_int19_hold #(.WIDTH(WIDTH)) u_hold (
          .clk_i, .en_i(moves_i[j]), .data_i(delay[j*WIDTH+:WIDTH]), .data_o(delay[(j+1)*WIDTH+:WIDTH])
      );
    end
    assign data_o[i*WIDTH+:WIDTH] = delay[CYCLES*WIDTH+:WIDTH];
  end
endmodule
