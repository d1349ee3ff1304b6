// SPDX-License-Identifier: Apache-2.0
// From a configuration to simulated cycles: how long each step takes beside the bare loop of the
// same verilated model, one thread; and energy by event simulation.
#include <fmt/format.h>

#include <filesystem>
#include <random>

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/interpret.h"
#include "sim/cosim.h"
#include "sim/dut.h"
#include "sw/config/settings.h"
#include "sw/flow/run.h"
#include "sw/flow/workbench.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/power/event_simulation.h"
#include "sw/support/output_directory.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/operand.h"
#include "sw/unit/units.h"
#include "tests/bench/rate.h"
#include "tests/support/config_of.h"

using namespace mxgen;
using mxgen::testing::config_of;
namespace fs = std::filesystem;

namespace {

void bench_generator() {
    const Config config = config_of({{"--unit", "array"},
                                     {"--a", "mxfp8_e4m3"},
                                     {"--lanes", "32"},
                                     {"--rows", "64"},
                                     {"--cols", "64"}});
    std::size_t bytes = 0;
    const double time = bench::seconds(3, [&] {
        bytes = 0;
        for (const auto& file : package::generate(config).rtl) bytes += file.text.size();
    });
    fmt::print("64 x 64 array of 32-lane MXFP8 PEs: generated in {:.2f} s, {} bytes of RTL\n", time,
               bytes);
}

/// Every pair of codes of an 8-bit format through the interpreted circuit of one lane.
void bench_interpreter() {
    unit::DotOptions options{.name = "dut",
                             .a = find_block_format("e4m3").value(),
                             .b = find_block_format("e4m3").value(),
                             .lanes = 1,
                             .accumulator = find_accumulator("fp32").value()};
    options.a.block = options.b.block = 1;
    view::Interpreter dut(lower::plain(lower::compressed(unit::dot(options))));
    const double time = bench::seconds(3, [&] {
        dut.reset();
        dut.set("valid_i", 1);
        dut.set("first_i", 1);
        for (int pair = 0; pair < 65536; ++pair) {
            dut.set("a_i", pair & 255);
            dut.set("b_i", pair >> 8);
            dut.eval();
            dut.clock();
        }
    });
    fmt::print("65,536 pairs of e4m3 codes, one lane, fp32 sum: interpreter {:.2f} s", time);
}

sim::CosimJob job_of(const Config& config, const fs::path& directory) {
    sim::CosimJob job;
    job.config = config;
    const package::Design design = package::generate(config);
    fs::remove_all(directory);
    package::write_rtl(design, directory);
    job.interface = design.interface;
    for (const package::RtlFile& file : design.rtl) job.files.push_back(directory / file.path());
    return job;
}

/// Cycles a second of a verilated model with changing inputs and nothing else to do.
double bare_rate(const sim::CosimJob& job, std::uint64_t cycles) {
    sim::Dut dut(sim::verilate(sim::design_of(job)), job.interface.ports);
    for (std::size_t i = 0; i < dut.ports().size(); ++i)
        if (const Port& port = dut.ports()[i];
            port.is_input &&
            (is_handshake(port.role) || port.role == Role::reset || port.role == Role::first))
            dut.set(static_cast<int>(i), 1);
    auto codes = dut.bytes(dut.find(Role::a, Stream::input));
    const double time = bench::seconds(3, [&] {
        for (std::uint64_t i = 0; i < cycles; ++i) {
            for (std::uint8_t& byte : codes) byte = static_cast<std::uint8_t>(byte * 5 + i);
            dut.settle();
            dut.rise();
        }
    });
    return static_cast<double>(cycles) / time;
}

void bench_pairs(const fs::path& directory) {
    sim::CosimJob job = job_of(config_of({{"--unit", "dot"},
                                          {"--a", "e4m3"},
                                          {"--b", "e4m3"},
                                          {"--lanes", "1"},
                                          {"--block", "1"},
                                          {"--accumulator", "fp32"}}),
                               directory / "pairs");
    fmt::print(", Verilator {:.3f} s\n", 65536 / bare_rate(job, 65536));
}

tensor::Quantized quantized(const fs::path& file, const BlockFormat& format, int axis) {
    tensor::QuantizeOptions options;
    options.axis = axis;
    return tensor::quantize(tensor::to_tensor(tensor::read_npy(file)), format, options);
}

void bench_array(const fs::path& directory) {
    const Config config = config_of({{"--unit", "array"},
                                     {"--a", "mxfp8_e4m3"},
                                     {"--lanes", "32"},
                                     {"--rows", "8"},
                                     {"--cols", "8"}});
    sim::CosimJob job = job_of(config, directory / "array");
    const fs::path data = fs::path(MXGEN_SOURCE_DIR) / "tests/data";
    const Operands formats = unit_of(config).operands(config.design).value();
    job.products = {{tensor::rows_of(quantized(data / "act1.npy", formats.a, 1)),
                     tensor::columns_of(quantized(data / "w2.npy", formats.b, 0))}};
    const double bare = bare_rate(job, 500);
    double all = 0;
    for (int run = 0; run < 3; ++run) {
        const sim::CosimReport report = sim::cosim(job);
        all = std::max(all, static_cast<double>(report.cycles) / report.seconds);
    }
    fmt::print(
        "8 x 8 x 32 MXFP8 array on the trained product: {:.0f} cycles/s with golden model "
        "and comparison, {:.0f} of the bare model, ratio {:.2f}\n",
        all, bare, all / bare);
}

/// Random codes through the mapped netlist, event by event, on two threads as `mxgen ppa` does it.
void bench_energy(const fs::path& directory) {
    const auto design = package::generate(config_of({{"--unit", "dot"},
                                                     {"--a", "int8"},
                                                     {"--b", "int8"},
                                                     {"--lanes", "32"},
                                                     {"--block", "32"},
                                                     {"--accumulator", "int"}}));
    fs::remove_all(directory);
    OutputDirectory package(directory);
    for (const auto& file : package::package_files(design, package::golden_vectors(design)))
        package.write(file.path, file.text);
    package.commit();
    ppa::Flow flow;
    flow.package = ppa::read_package(directory);
    flow.source = "..";
    flow.directory = directory / "synthesis";
    flow.prepared = std::make_shared<const ppa::PreparedLibrary>(
        ppa::prepare_library(ppa::find_technology("osu018"), "library.lib"));
    flow.roles = ppa::find_roles(flow.library());
    fs::create_directories(flow.directory);
    ppa::lay_library(*flow.prepared, flow.directory);
    const auto circuit = ppa::make_event_circuit(ppa::synthesise(flow), flow.library(), {});
    constexpr std::size_t cycles = 10'000;
    ppa::NetlistStimulus stimulus{"random", {}};
    std::mt19937 random(1);
    for (std::size_t i = 0; i <= cycles; ++i) {
        auto& bits = stimulus.cycles.emplace_back();
        for (const auto& port : circuit.ports) {
            if (!port.is_input || port.name == "clk_i") continue;
            const bool held = port.name == "rst_ni" || port.name == "valid_i";
            for (std::size_t bit = 0; bit < port.bits.size(); ++bit)
                bits.push_back(held ? 1 : static_cast<std::uint8_t>(random() >> 31));
        }
    }
    double pj = 0;
    const double time =
        bench::seconds(1, [&] { pj = ppa::compute_energy(circuit, stimulus, 10).total(); });
    fmt::print(
        "32-lane INT8 dot product, {} cells: energy of {} random cycles in {:.1f} s, "
        "{:.1f} pJ a cycle\n",
        circuit.cells.size(), cycles, time, pj);
}

}  // namespace

int main() {
    const fs::path directory = fs::path(MXGEN_BINARY_DIR) / "bench";
    bench_generator();
    bench_interpreter();
    bench_pairs(directory);
    bench_array(directory);
    bench_energy(directory / "energy");
}
