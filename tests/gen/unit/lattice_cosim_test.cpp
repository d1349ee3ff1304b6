// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "gen/view/verilog.h"
#include "sim/dut.h"
#include "sim/verilate.h"
#include "sw/support/files.h"
#include "sw/support/process.h"
#include "tests/gen/unit/lattice.h"

using namespace mxgen;
using namespace mxgen::testing;
namespace fs = std::filesystem;

namespace {

/// One SystemVerilog module around many designs: in_K_i drives all ports of design K side by side,
/// out_K_o shows them.
struct Wrapper {
    std::string text;
    std::vector<Port> ports{{"clk_i"}, {"rst_ni"}};

    void add(const std::string& name, const ir::Circuit& circuit) {
        auto in = name + "_i", out = name + "_o";
        auto in_width = width_of(circuit.inputs()), out_width = width_of(circuit.outputs());
        header_ += fmt::format(",\n    input logic [{}:0] {},\n    output logic [{}:0] {}",
                               in_width - 1, in, out_width - 1, out);
        std::string pins = circuit.is_clocked() ? ".clk_i(clk_i)" : "";
        if (circuit.has_reset()) pins += ", .rst_ni(rst_ni)";
        pins += connected(circuit.inputs(), in) + connected(circuit.outputs(), out);
        body_ += fmt::format("    {} u_{} ({});\n", name, name, pins.substr(pins.find('.')));
        ports.push_back({in, true, static_cast<int>(in_width)});
        ports.push_back({out, false, static_cast<int>(out_width)});
        text = fmt::format(
            "module lattice (\n    input logic clk_i,\n    input logic rst_ni{}\n);\n"
            "    logic unused;\n    assign unused = clk_i ^ rst_ni;\n{}endmodule\n",
            header_, body_);
    }

  private:
    static std::string connected(const std::vector<const ir::Port*>& list, const std::string& bus) {
        std::string pins;
        unsigned at = 0;
        for (const auto* port : list) {
            auto width = port->range.width() * std::max(1u, port->elements);
            pins += fmt::format(", .{}({}[{}:{}])", port->name, bus, at + width - 1, at);
            at += width;
        }
        return pins;
    }

    std::string header_, body_;
};

/// Emits the scripts' designs and their wrapper, lints all of it, and simulates it.
class Batch {
  public:
    explicit Batch(std::vector<Script> scripts, const std::string& name)
        : scripts_(std::move(scripts)), folder_(fs::path(MXGEN_BINARY_DIR) / "tests" / name) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        std::map<std::string, bool> written;
        for (const auto& script : scripts_) {
            for (const auto& module : view::modules(script.circuit))
                if (!std::exchange(written[module->name], true))
                    emit(module->name, view::verilog(*module));
            wrapper_.add(script.circuit->name, *script.circuit);
        }
        emit("lattice", wrapper_.text);
    }

    void lint() const {
        std::vector<std::string> argv{"verilator", "--lint-only", "-Wall", "--top-module",
                                      "lattice"};
        for (const auto& file : files_) argv.push_back(file.string());
        auto result = run_process(argv, {.timeout = std::chrono::minutes(5)});
        INFO(result.output);
        CHECK(result.ok());
    }

    /// Beats compared.
    unsigned simulate() const {
        sim::Dut dut(
            sim::verilate({"lattice", files_, wrapper_.ports, {}, {}, {}}, {.optimise = false}),
            wrapper_.ports);
        std::size_t cycles = 0;
        for (const auto& script : scripts_) cycles = std::max(cycles, script.cycles.size());
        dut.set(dut.find("rst_ni"), 0);
        dut.settle();
        dut.rise();
        dut.set(dut.find("rst_ni"), 1);
        unsigned compared = 0;
        for (std::size_t t = 0; t < cycles; ++t) {
            for (const auto& script : scripts_) drive(dut, script, t);
            dut.settle();
            for (const auto& script : scripts_) compared += compare(dut, script, t);
            dut.rise();
        }
        return compared;
    }

  private:
    void emit(const std::string& module, const std::string& text) {
        files_.push_back(folder_ / (module + ".sv"));
        write_file(files_.back(), text);
    }

    static void drive(sim::Dut& dut, const Script& script, std::size_t t) {
        if (t >= script.cycles.size()) return;
        auto bytes = dut.bytes(dut.find(script.circuit->name + "_i"));
        std::vector<std::uint8_t> value;
        export_bits(script.cycles[t].in, std::back_inserter(value), 8, false);
        std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
        std::copy(value.begin(), value.begin() + std::min(value.size(), bytes.size()),
                  bytes.begin());
    }

    static unsigned compare(sim::Dut& dut, const Script& script, std::size_t t) {
        if (t >= script.cycles.size() || script.cycles[t].mask == 0) return 0;
        auto bytes = dut.bytes(dut.find(script.circuit->name + "_o"));
        Integer shown;
        import_bits(shown, bytes.begin(), bytes.end(), 8, false);
        const auto& cycle = script.cycles[t];
        if ((shown & cycle.mask) != (cycle.out & cycle.mask))
            FAIL(fmt::format("{}: cycle {}: got {}, expected {}, mask {}", describe(script.point),
                             t, shown.str(0, std::ios::hex), cycle.out.str(0, std::ios::hex),
                             cycle.mask.str(0, std::ios::hex)));
        return 1;
    }

    std::vector<Script> scripts_;
    fs::path folder_;
    std::vector<fs::path> files_;
    Wrapper wrapper_;
};

void cosimulate(unsigned batches, unsigned points, unsigned most_lanes, unsigned blocks) {
    std::mt19937 random(Catch::rngSeed());
    for (unsigned n = 0; n < batches; ++n) {
        std::vector<Script> scripts;
        std::string story;
        for (unsigned i = 0; i < points; ++i) {
            auto point = sample_point(random, fmt::format("dut_{}", i), most_lanes);
            story += describe(point) + "\n";
            scripts.push_back(script_of(point, blocks, static_cast<unsigned>(random())));
        }
        INFO(story);
        Batch batch(std::move(scripts), fmt::format("lattice_{}", n));
        batch.lint();
        CHECK(batch.simulate() > points * blocks);
    }
}

}  // namespace

TEST_CASE("random points of the lattice: emitted text, linted and simulated") {
    cosimulate(4, 30, 4, 12);
}

TEST_CASE("ten thousand random points of the lattice, linted and simulated", "[.soak]") {
    cosimulate(250, 40, 8, 24);
}
