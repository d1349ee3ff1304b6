// Registers of 32 bits behind AXI4-Lite, whose values a unit takes over between two packets.
// SPDX-License-Identifier: Apache-2.0
//
// Register i lies at byte 4 * i; other addresses are answered with SLVERR and read as 0. MASK has a one for each bit
// that a register holds, RESET its first value. A write is done when its address and its data have come, in either
// order. accept_i: a beat enters the unit; last_i ends a packet with the last one of a step's BEATS beats. values_o
// stands still inside of a packet.
module mx_registers #(
    parameter int COUNT = 1,
    parameter int BEATS = 1,
    parameter logic [COUNT*32-1:0] MASK = '1,
    parameter logic [COUNT*32-1:0] RESET = '0
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic                awvalid_i,
    output logic                awready_o,
    input  logic [11:0]         awaddr_i,
    input  logic                wvalid_i,
    output logic                wready_o,
    input  logic [31:0]         wdata_i,
    input  logic [3:0]          wstrb_i,
    output logic                bvalid_o,
    input  logic                bready_i,
    output logic [1:0]          bresp_o,
    input  logic                arvalid_i,
    output logic                arready_o,
    input  logic [11:0]         araddr_i,
    output logic                rvalid_o,
    input  logic                rready_i,
    output logic [31:0]         rdata_o,
    output logic [1:0]          rresp_o,
    input  logic                accept_i,
    input  logic                last_i,
    output logic [COUNT*32-1:0] values_o
);
  localparam logic [1:0] OKAY = 2'b00;
  localparam logic [1:0] SLVERR = 2'b10;

  // An address and a word that have come wait for each other.
  logic address_full_q, word_full_q, write;
  logic [9:0] write_index_q;
  logic [31:0] word_q;
  logic [3:0] strobe_q;
  assign awready_o = ~address_full_q;
  assign wready_o  = ~word_full_q;
  assign write     = address_full_q & word_full_q & ~bvalid_o;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      address_full_q <= 1'b0;
      word_full_q    <= 1'b0;
    end else begin
      address_full_q <= ~write & (address_full_q | awvalid_i);
      word_full_q    <= ~write & (word_full_q | wvalid_i);
    end
  end
  always_ff @(posedge clk_i) begin
    if (awready_o) write_index_q <= awaddr_i[11:2];
    if (wready_o) {strobe_q, word_q} <= {wstrb_i, wdata_i};
  end

  logic [COUNT-1:0] written, read;
  logic [COUNT*32-1:0] registers_q;
  logic [31:0] strobed;
  assign strobed = {{8{strobe_q[3]}}, {8{strobe_q[2]}}, {8{strobe_q[1]}}, {8{strobe_q[0]}}};
  for (genvar i = 0; i < COUNT; i++) begin : gen_register
    assign written[i] = write_index_q == 10'(i);
    assign read[i]    = araddr_i[11:2] == 10'(i);
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) registers_q[i*32+:32] <= RESET[i*32+:32];
      else if (write & written[i])
        registers_q[i*32+:32] <= ((word_q & strobed) | (registers_q[i*32+:32] & ~strobed)) & MASK[i*32+:32];
    end
  end

  logic [1:0] bresp_q, rresp_q;
  logic bvalid_q, rvalid_q, asked;
  logic [31:0] rdata, rdata_q;
  assign arready_o = ~rvalid_q;
  assign asked     = arvalid_i & arready_o;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bvalid_q <= 1'b0;
      rvalid_q <= 1'b0;
    end else begin
      bvalid_q <= write | (bvalid_q & ~bready_i);
      rvalid_q <= asked | (rvalid_q & ~rready_i);
    end
  end
  always_comb begin
    rdata = '0;
    for (int i = 0; i < COUNT; i++) rdata = rdata | ({32{read[i]}} & registers_q[i*32+:32]);
  end
  always_ff @(posedge clk_i) begin
    if (write) bresp_q <= |written ? OKAY : SLVERR;
    if (asked) {rresp_q, rdata_q} <= {|read ? OKAY : SLVERR, rdata};
  end
  assign bvalid_o = bvalid_q;
  assign bresp_o  = bresp_q;
  assign rvalid_o = rvalid_q;
  assign rresp_o  = rresp_q;
  assign rdata_o  = rdata_q;

  logic step_end, open_q;
  mx_step #(
      .BEATS(BEATS)
  ) u_step (
      .clk_i,
      .rst_ni,
      .accept_i(accept_i),
      .last_o  (step_end)
  );
  logic [COUNT*32-1:0] taken_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) open_q <= 1'b0;
    else if (accept_i) open_q <= ~(last_i & step_end);
  end
  always_ff @(posedge clk_i) if (!open_q) taken_q <= registers_q;
  assign values_o = open_q ? taken_q : registers_q;

`ifndef SYNTHESIS
`ifndef __ICARUS__
  logic runs_q;  // since the reset
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) runs_q <= 1'b0;
    else runs_q <= 1'b1;
  end
  assert property (@(posedge clk_i) disable iff (!runs_q)
                   bvalid_q && !bready_i |=> bvalid_q && $stable(bresp_q));
  assert property (@(posedge clk_i) disable iff (!runs_q)
                   rvalid_q && !rready_i |=> rvalid_q && $stable({rresp_q, rdata_q}));
`endif
`endif

  // The lowest bits of an address choose a byte of a register.
  logic unused;
  assign unused = ^{awaddr_i[1:0], araddr_i[1:0]};
endmodule
