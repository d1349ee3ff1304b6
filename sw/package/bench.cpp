// SPDX-License-Identifier: Apache-2.0
#include "sw/package/bench.h"

#include <fmt/format.h>

#include <sstream>

#include "sw/package/marks.h"

namespace mxgen::package {

namespace {

/// "{last, ..., first}": the first port in the lowest bits.
std::string joined(const std::vector<Port>& ports) {
    std::string out;
    for (const Port& port : ports) out = port.name + (out.empty() ? "" : ", ") + out;
    return "{" + out + "}";
}

std::string declarations(const Interface& interface) {
    std::string out;
    for (const Port& port : interface.ports) {
        if (port.stream == Stream::none) continue;
        out += port.width == 1 ? fmt::format("  logic {};\n", port.name)
                               : fmt::format("  logic [{}:0] {};\n", port.width - 1, port.name);
    }
    return out;
}

std::string instance(const Interface& interface) {
    std::string connections;
    for (const Port& port : interface.ports) {
        connections += fmt::format("{}    .{}", connections.empty() ? "" : ",\n", port.name);
    }
    return fmt::format("  {} u_dut (\n{}\n  );\n", interface.top, connections);
}

// An expected word that was not read is unknown, and a mismatch even where the output is, too.
const char* const combinational_body = R"(
  int failures = 0;
  initial begin
    $readmemh("{stimulus}", stimulus);
    $readmemh("{expected}", expected);
    for (int beat = 0; beat < Inputs; beat++) begin
      {inputs} = stimulus[beat];
      #5;
      if (^expected[beat] === 1'bx || {outputs} !== expected[beat]) begin
        $display("beat %0d: got %h, expected %h", beat, {outputs}, expected[beat]);
        failures++;
      end
      #5;
    end
{verdict}  end
)";

const char* const clocked_body = R"(
  logic {clock};
  logic {reset};
  initial begin
    {clock} = 1'b0;
    forever #5 {clock} = ~{clock};
  end

  int failures = 0;
  int taken = 0;
  int compared = 0;
  int waited = 0;
  int cycle = 0;
  int due = 0;

  // Inputs change at the falling edge and outputs are read just before the rising one, so that no
  // simulator sees a race with the clock.
  initial begin
    $readmemh("{stimulus}", stimulus);
    $readmemh("{expected}", expected);
{read_weights}    {reset} = 1'b0;
    {inputs} = '0;
{ready}    repeat (4) @(negedge {clock});
    {reset} = 1'b1;
    while (compared < Outputs && waited < Patience) begin
      @(negedge {clock});
      {inputs} = taken < Inputs ? stimulus[taken] : '0;
{offer_weights}      waited++;
      cycle++;
      #4;
      if (taken < Inputs && {accepted}) begin
        taken++;
        waited = 0;
        if (taken == FirstDue) due = cycle + Latency;
      end
{take_weights}      if ({leaves}) begin
        if (^expected[compared] === 1'bx || {outputs} !== expected[compared]) begin
          $display("output %0d: got %h, expected %h", compared, {outputs}, expected[compared]);
          failures++;
        end
        if (compared == 0 && cycle != due) begin
          $display("the first output came in cycle %0d, it was due in %0d", cycle, due);
          failures++;
        end
        compared++;
        waited = 0;
      end
    end
    if (compared != Outputs) begin
      $display("%0d of %0d outputs came", compared, Outputs);
      failures++;
    end
{verdict}  end
)";

/// The parts of the clocked body that serve a stream of weights.
const std::pair<const char*, const char*> weights_parts[] = {
    {"{read_weights}", R"(    $readmemh("{weights_file}", weights);
    {weights} = '0;
)"},
    {"{offer_weights}", R"(      {weights} = loaded < Weights ? weights[loaded] : '0;
)"},
    {"{take_weights}", R"(      if (loaded < Weights && {weights_ready}) begin
        loaded++;
        waited = 0;
      end
)"}};

const char* const verdict = R"(    if (failures != 0) $fatal(1, "FAIL: %0d mismatches", failures);
    $display("PASS: %0d outputs", Outputs);
    $finish;
)";

/// The name of a port, or `otherwise` where there is none.
std::string name_or(const std::string& otherwise, const Interface& interface, Role role,
                    Stream stream) {
    const Port* port = find_port(interface.ports, role, stream);
    return port ? port->name : otherwise;
}

std::string body(const Interface& interface) {
    const bool clocked = interface.has(Role::clock);
    std::string text = clocked ? clocked_body : combinational_body;
    const bool weights = interface.has(Role::valid, Stream::weights);
    for (const auto& [mark, part] : weights_parts) text = replaced(text, mark, weights ? part : "");
    text = replaced(text, "{weights_file}", weights_path);
    text = replaced(text, "{weights}", joined(beat_ports(interface, Stream::weights)));
    text = replaced(text, "{verdict}", verdict);
    text = replaced(text, "{stimulus}", stimulus_path);
    text = replaced(text, "{expected}", expected_path);
    text = replaced(text, "{inputs}", joined(beat_ports(interface, Stream::input)));
    text = replaced(text, "{outputs}", joined(beat_ports(interface, Stream::output)));
    text = replaced(text, "{clock}", std::string(name_of(Role::clock, Stream::none)));
    text = replaced(text, "{reset}", std::string(name_of(Role::reset, Stream::none)));
    const std::string ready = name_or("", interface, Role::ready, Stream::output);
    text = replaced(text, "{ready}", ready.empty() ? "" : "    " + ready + " = 1'b1;\n");
    text = replaced(text, "{weights_ready}", name_or("", interface, Role::ready, Stream::weights));
    const Port* accepts = ready_port(interface.ports, Stream::input);
    text = replaced(text, "{accepted}", accepts ? accepts->name : "1'b1");
    // Without a valid an output leaves with every beat, one latency later.
    return replaced(text, "{leaves}",
                    name_or("due != 0 && cycle >= due", interface, Role::valid, Stream::output));
}

}  // namespace

std::vector<Port> beat_ports(const Interface& interface, Stream stream) {
    std::vector<Port> ports;
    for (const Port& port : interface.ports)
        if (port.stream == stream && &port != ready_port(interface.ports, stream))
            ports.push_back(port);
    return ports;
}

int beat_width(const Interface& interface, Stream stream) {
    int width = 0;
    for (const Port& port : beat_ports(interface, stream)) width += port.width;
    return width;
}

std::string bench_path(const Design& design) {
    return fmt::format("vectors/{}_tb.sv", design.interface.top);
}

std::string bench(const Design& design, const Vectors& vectors) {
    const Interface& interface = design.interface;
    std::string text = fmt::format(
        "// Test bench of {0}: offers stimulus and compares the outputs with the golden model's.\n"
        "// SPDX-License-Identifier: Apache-2.0\n"
        "// Run in the package's directory: the vectors are read from there.\n\n"
        "module {0}_tb;\n"
        "  localparam int Inputs = {1};\n"
        "  localparam int Outputs = {2};\n",
        interface.top, vectors.stimulus.size(), vectors.expected.size());
    if (interface.has(Role::clock)) {
        // The bench gives up after so many cycles without a beat in or out.
        text += fmt::format(
            "  localparam int Patience = {};\n  localparam int Latency = {};\n"
            "  localparam int FirstDue = {};\n",
            1000 + 4 * interface.latency_cycles + interface.tensor_load_cycles,
            interface.latency_cycles, vectors.first_due);
    }
    text += fmt::format(
        "  logic [{}:0] stimulus[0:Inputs-1];\n  logic [{}:0] expected[0:Outputs-1];\n",
        beat_width(interface, Stream::input) - 1, beat_width(interface, Stream::output) - 1);
    if (!vectors.weights.empty())
        text += fmt::format(
            "  localparam int Weights = {};\n  logic [{}:0] weights[0:Weights-1];\n"
            "  int loaded = 0;\n",
            vectors.weights.size(), beat_width(interface, Stream::weights) - 1);
    text += "\n" + declarations(interface);
    return text + body(interface) + "\n" + instance(interface) + "endmodule\n";
}

std::string hex_lines(const std::vector<Integer>& beats, int width) {
    std::ostringstream out;
    out << std::hex << std::nouppercase;
    for (const Integer& beat : beats) {
        std::ostringstream digits;
        digits << std::hex << beat;
        const size_t wanted = static_cast<size_t>((width + 3) / 4);
        const std::string text = digits.str();
        out << std::string(wanted > text.size() ? wanted - text.size() : 0, '0') << text << '\n';
    }
    return out.str();
}

}  // namespace mxgen::package
