// Lets beats into a unit that nobody can stop as long as there is room for their results, and keeps these in order.
// SPDX-License-Identifier: Apache-2.0
//
// BEATS beats make up a step of the unit. It gives RESULTS results in consecutive cycles, the first LATENCY cycles
// after the step's last beat, which enters when there is a place for each of them. first_o: the step is the first of
// a packet. last_i ends a packet with a step's last beat, and last_o with the last result of that step. There are as
// many places as it takes to let a beat in every cycle while nobody stops the results, a power of two.
module mx_pace #(
    parameter int WIDTH   = 8,
    parameter int BEATS   = 1,
    parameter int RESULTS = 1,
    parameter int LATENCY = 1
) (
    input  logic             clk_i,
    input  logic             rst_ni,
    input  logic             valid_i,
    output logic             ready_o,
    input  logic             last_i,
    output logic             first_o,
    input  logic             result_valid_i,
    input  logic [WIDTH-1:0] result_i,
    output logic             valid_o,
    input  logic             ready_i,
    output logic [WIDTH-1:0] data_o,
    output logic             last_o
);
  localparam int INDEX_W = $clog2(LATENCY + 2 * RESULTS + 2);
  localparam int DEPTH = 1 << INDEX_W;
  localparam int COUNT_W = INDEX_W + 1;
  localparam logic [COUNT_W-1:0] TAKEN = COUNT_W'(RESULTS);

  logic accept, step_end, take, leave;
  assign accept = valid_i & ready_o;
  assign take   = accept & step_end;
  assign leave  = valid_o & ready_i;

  mx_step #(
      .BEATS(BEATS)
  ) u_step (
      .clk_i,
      .rst_ni,
      .accept_i(accept),
      .last_o  (step_end)
  );

  logic first_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) first_q <= 1'b1;
    else if (take) first_q <= last_i;
  end
  assign first_o = first_q;

  // free_q: places without a result and not kept for one; kept_q: results that wait.
  logic [COUNT_W-1:0] free_q, kept_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      free_q <= COUNT_W'(DEPTH);
      kept_q <= '0;
    end else begin
      free_q <= free_q - (take ? TAKEN : '0) + COUNT_W'(leave);
      kept_q <= kept_q + COUNT_W'(result_valid_i) - COUNT_W'(leave);
    end
  end
  assign ready_o = ~step_end | (free_q >= TAKEN);
  assign valid_o = kept_q != '0;

  logic [LATENCY+RESULTS-2:0] last;
  mx_wave #(
      .LENGTH(LATENCY + RESULTS - 1)
  ) u_last (
      .clk_i,
      .rst_ni,
      .en_i  (1'b1),
      .head_i(take & last_i),
      .wave_o(last)
  );

  logic [INDEX_W-1:0] tail_q, head_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tail_q <= '0;
      head_q <= '0;
    end else begin
      if (result_valid_i) tail_q <= tail_q + INDEX_W'(1);
      if (leave) head_q <= head_q + INDEX_W'(1);
    end
  end

  logic [WIDTH:0] kept[0:DEPTH-1];
  always_ff @(posedge clk_i) begin
    if (result_valid_i) kept[tail_q] <= {last[LATENCY+RESULTS-2], result_i};
  end
  assign {last_o, data_o} = kept[head_q];

`ifndef SYNTHESIS
`ifndef __ICARUS__
  always_ff @(posedge clk_i) begin
    if (result_valid_i && kept_q == COUNT_W'(DEPTH)) $error("a result has no place");
  end
`endif
`endif

  // Ends of packets on their way have no reader.
  logic unused;
  assign unused = ^last;
endmodule
