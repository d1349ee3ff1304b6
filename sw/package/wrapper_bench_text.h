// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mxgen::package {

/// The bench of a wrapper with marks in braces.
inline constexpr auto axi_bench_text =
    R"(// Test bench of {top}: random pauses on all sides, every result compared with the golden model's.
// SPDX-License-Identifier: Apache-2.0
// Run in the package's directory: the vectors are read from there.

module {top}_tb;
  localparam int Inputs = {inputs};
  localparam int Outputs = {outputs};
  // Beats of a step: tlast has no effect but with the last one.
  localparam int Step = {step};
  // Cycles without a beat in or out after which it gives up, and between changes of the pauses.
  localparam int Patience = {patience};
  localparam int Phase = {phase};
  logic [{input_high}:0] stimulus[0:Inputs-1];
  logic [{output_high}:0] expected[0:Outputs-1];
{weights_memory}
{declarations}
  initial begin
    clk_i = 1'b0;
    forever #5 clk_i = ~clk_i;
  end

  int failures;
  int taken;
  int compared;
  int waited;
  int cycle;
  int packets;
  logic source_gone;
  logic ends_step;
  logic held;
  logic [{output_high}:0] held_value;

  // The same numbers in every simulator; the pauses of a phase come with a chance of 0/8 to 7/8.
  logic [31:0] random;
  logic [2:0] source_level;
  logic [2:0] sink_level;
{weights_state}
  task automatic draw;
    random = random * 32'd1664525 + 32'd1013904223;
  endtask
{lite_tasks}
  // Inputs change at the falling edge and outputs are read just before the rising one, so that no
  // simulator sees a race with the clock.
  initial begin
    $readmemh("{stimulus_path}", stimulus);
    $readmemh("{expected_path}", expected);
{weights_start}    failures = 0;
    taken = 0;
    compared = 0;
    waited = 0;
    cycle = 0;
    packets = 0;
    source_gone = 1'b0;
    ends_step = 1'b0;
    held = 1'b0;
    held_value = '0;
    random = 32'd1;
    source_level = 3'd0;
    sink_level = 3'd0;
    rst_ni = 1'b0;
    s_axis_tvalid = 1'b0;
    s_axis_tdata = '0;
    s_axis_tlast = 1'b0;
    m_axis_tready = 1'b0;
{lite_start}    repeat (4) @(negedge clk_i);
    rst_ni = 1'b1;
{lite_first}    while (compared < Outputs && waited < Patience) begin
      @(negedge clk_i);
      if (cycle % Phase == 0) begin
        draw();
        source_level = random[31:29];
        sink_level = random[28:26];
      end
      cycle++;
      waited++;
      draw();
      if (source_gone) s_axis_tvalid = 1'b0;
      source_gone = 1'b0;
{lite_change}      if (!s_axis_tvalid && taken < Inputs{lite_ready} && random[31:29] >= source_level) begin
        s_axis_tvalid = 1'b1;
        {s_axis_tlast, s_axis_tdata} = stimulus[taken][{beat_high}:0];
        ends_step = taken % Step == Step - 1;
        if (!ends_step) s_axis_tlast = s_axis_tlast | random[24];
      end
      draw();
      m_axis_tready = random[31:29] >= sink_level && sink_level != 3'd7;
{weights_offer}      #4;
      if (s_axis_tvalid && s_axis_tready) begin
        if (s_axis_tlast && ends_step) packets++;
        taken++;
{lite_count}        waited = 0;
        source_gone = 1'b1;
      end
{weights_take}      if (held && (!m_axis_tvalid || {m_axis_tlast, m_axis_tdata} !== held_value)) begin
        $display("output %0d changed while it waited", compared);
        failures++;
      end
      held = m_axis_tvalid && !m_axis_tready;
      held_value = {m_axis_tlast, m_axis_tdata};
      if (m_axis_tvalid && m_axis_tready) begin
        if (^expected[compared] === 1'bx || held_value !== expected[compared]) begin
          $display("output %0d: got %h, expected %h", compared, held_value, expected[compared]);
          failures++;
        end
        if (m_axis_tlast) packets--;
        compared++;
        waited = 0;
      end
    end
    if (compared != Outputs || taken != Inputs) begin
      $display("%0d of %0d outputs came, %0d of %0d inputs went", compared, Outputs, taken, Inputs);
      failures++;
    end
    repeat (Phase) begin
      @(negedge clk_i);
      s_axis_tvalid = 1'b0;
      m_axis_tready = 1'b1;
      #4;
      if (m_axis_tvalid) begin
        $display("an output came that nobody asked for");
        failures++;
      end
    end
    if (failures != 0) $fatal(1, "FAIL: %0d mismatches", failures);
    $display("PASS: %0d outputs", Outputs);
    $finish;
  end

  {top} u_dut (
{connections}
  );
endmodule
)";

/// Marks and what takes their place.
using Marks = std::vector<std::pair<std::string, std::string>>;

/// Parts of the bench that serve a stream of weights.
inline const Marks weights_marks{
    {"{weights_memory}", R"(  localparam int Weights = {weights};
  logic [{weights_high}:0] weights[0:Weights-1];
)"},
    {"{weights_state}", R"(  int loaded;
  logic weights_gone;
)"},
    {"{weights_start}", R"(    $readmemh("{weights_path}", weights);
    loaded = 0;
    weights_gone = 1'b0;
    s_axis_w_tvalid = 1'b0;
    s_axis_w_tdata = '0;
)"},
    {"{weights_offer}", R"(      if (weights_gone) s_axis_w_tvalid = 1'b0;
      weights_gone = 1'b0;
      draw();
      if (!s_axis_w_tvalid && loaded < Weights && random[31:29] >= source_level) begin
        s_axis_w_tvalid = 1'b1;
        s_axis_w_tdata = weights[loaded];
      end
)"},
    {"{weights_take}", R"(      if (s_axis_w_tvalid && s_axis_w_tready) begin
        loaded++;
        waited = 0;
        weights_gone = 1'b1;
      end
)"}};

/// Parts that serve registers: written when nothing is under way, and read back.
inline const Marks lite_marks{
    {"{lite_tasks}", R"(
  logic [{settings_high}:0] settings;
  logic [{settings_high}:0] wanted;
  int in_packet;
  logic address_gone;
  logic word_gone;

  task automatic write_word(input logic [11:0] address, input logic [31:0] value,
                            input logic [1:0] response);
    s_axil_awaddr = address;
    s_axil_wdata = value;
    draw();
    // The address first, the data first, or both at once.
    s_axil_awvalid = random[31:30] != 2'd0;
    s_axil_wvalid = random[31:30] != 2'd1;
    s_axil_bready = 1'b0;
    while (!s_axil_bvalid) begin
      #4;
      address_gone = s_axil_awvalid && s_axil_awready;
      word_gone = s_axil_wvalid && s_axil_wready;
      @(negedge clk_i);
      if (address_gone) s_axil_awvalid = 1'b0;
      if (word_gone) s_axil_wvalid = 1'b0;
      if (address_gone && random[31:30] == 2'd1) s_axil_wvalid = 1'b1;
      if (word_gone && random[31:30] == 2'd0) s_axil_awvalid = 1'b1;
    end
    repeat (int'(random[29:28])) @(negedge clk_i);
    if (!s_axil_bvalid || s_axil_bresp != response) failures++;
    s_axil_bready = 1'b1;
    @(negedge clk_i);
    s_axil_bready = 1'b0;
  endtask

  task automatic read_word(input logic [11:0] address, input logic [31:0] value,
                           input logic [1:0] response);
    s_axil_araddr = address;
    s_axil_arvalid = 1'b1;
    #4;
    if (!s_axil_arready) failures++;
    @(negedge clk_i);
    s_axil_arvalid = 1'b0;
    draw();
    repeat (int'(random[31:30])) @(negedge clk_i);
    if (!s_axil_rvalid || s_axil_rresp != response || s_axil_rdata != value) begin
      $display("byte %0d reads as %h, not %h", address, s_axil_rdata, value);
      failures++;
    end
    s_axil_rready = 1'b1;
    @(negedge clk_i);
    s_axil_rready = 1'b0;
  endtask
)"},
    {"{lite_start}", R"(    settings = {reset_values};
    wanted = settings;
    in_packet = 0;
    s_axil_awvalid = 1'b0;
    s_axil_awaddr = '0;
    s_axil_awprot = '0;
    s_axil_wvalid = 1'b0;
    s_axil_wdata = '0;
    s_axil_wstrb = '1;
    s_axil_bready = 1'b0;
    s_axil_arvalid = 1'b0;
    s_axil_araddr = '0;
    s_axil_arprot = '0;
    s_axil_rready = 1'b0;
)"},
    {"{lite_first}",
     R"(    for (int i = 0; i < {registers}; i++) read_word(12'(4 * i), settings[32*i+:32], 2'b00);
    read_word(12'd{no_register}, '0, 2'b10);
    write_word(12'd{no_register}, '1, 2'b10);
    s_axil_wstrb = '0;
    write_word(12'd0, ~settings[31:0], 2'b00);
    s_axil_wstrb = '1;
    read_word(12'd0, settings[31:0], 2'b00);
)"},
    {"{lite_change}",
     R"(      if (!s_axis_tvalid && taken < Inputs && packets == 0) begin
        wanted = stimulus[taken][{input_high}:{settings_low}];
        // Two beats may still wait to enter, the third one has pushed the first into the packet.
        if (in_packet >= 3) wanted = random[19:16] == 4'd0 ? ~settings & {masks} : settings;
        if (in_packet == 0 || in_packet >= 3)
          for (int i = 0; i < {registers}; i++) if (settings[32*i+:32] != wanted[32*i+:32]) begin
            settings[32*i+:32] = wanted[32*i+:32];
            m_axis_tready = 1'b0;
            write_word(12'(4 * i), settings[32*i+:32], 2'b00);
            read_word(12'(4 * i), settings[32*i+:32], 2'b00);
          end
      end
)"},
    {"{lite_count}", R"(        in_packet = s_axis_tlast && ends_step ? 0 : in_packet + 1;
)"},
    {"{lite_ready}",
     " && (in_packet != 0 || stimulus[taken][{input_high}:{settings_low}] === settings)"}};

}  // namespace mxgen::package
