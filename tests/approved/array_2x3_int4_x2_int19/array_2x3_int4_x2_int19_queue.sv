// A first-in first-out store of DEPTH words whose outputs come from registers alone.
// SPDX-License-Identifier: Apache-2.0
module array_2x3_int4_x2_int19_queue #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 4
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
  // One-hot: the place that is written next, and the one that is read next.
  logic [DEPTH-1:0] full_q, write_q, read_q, push, pop, first_place;
  assign push = (valid_i & ready_o) ? write_q : '0;
  assign pop  = (valid_o & ready_i) ? read_q : '0;

  for (genvar i = 0; i < DEPTH; i++) begin : gen_first_place
    assign first_place[i] = i == 0;
  end

  logic [2*DEPTH-1:0] write_twice, read_twice;
  assign write_twice = {2{write_q}};
  assign read_twice  = {2{read_q}};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      full_q  <= '0;
      write_q <= first_place;
      read_q  <= first_place;
    end else begin
      full_q <= (full_q | push) & ~pop;
      if (|push) write_q <= write_twice[DEPTH-1+:DEPTH];
      if (|pop) read_q <= read_twice[DEPTH-1+:DEPTH];
    end
  end

  logic [DEPTH*WIDTH-1:0] words;
  for (genvar i = 0; i < DEPTH; i++) begin : gen_word
    array_2x3_int4_x2_int19_hold #(.WIDTH(WIDTH)) u_word (.clk_i, .en_i(push[i]), .data_i, .data_o(words[i*WIDTH+:WIDTH]));
  end

  // The word whose turn it is, by AND-OR over all places.
  always_comb begin
    data_o = '0;
    for (int i = 0; i < DEPTH; i++)
      data_o = data_o | ({WIDTH{read_q[i]}} & words[i*WIDTH+:WIDTH]);
  end

  assign ready_o = ~|(full_q & write_q);
  assign valid_o = |(full_q & read_q);

  logic unused;
  assign unused = ^{write_twice, read_twice};
endmodule
