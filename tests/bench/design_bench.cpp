// SPDX-License-Identifier: Apache-2.0
// From a configuration to simulated cycles: how long each step takes beside the bare loop of the
// same verilated model, one thread.
#include <fmt/format.h>

#include <filesystem>

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/interpret.h"
#include "sim/cosim.h"
#include "sim/dut.h"
#include "sw/config/resolve.h"
#include "sw/config/settings.h"
#include "sw/package/package.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/operand.h"
#include "tests/bench/rate.h"

using namespace mxgen;
namespace fs = std::filesystem;

namespace {

using Flags = std::vector<std::pair<std::string, std::string>>;

Config config_of(const Flags& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return resolve(settings);
}

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
    dut.set(dut.find("rst_ni"), 1);
    for (const char* port : {"en_i", "valid_i", "first_i", "ready_i"})
        if (dut.find(port) >= 0) dut.set(dut.find(port), 1);
    auto codes = dut.bytes(dut.find("a_i"));
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
    job.products = {{tensor::rows_of(quantized(data / "act1.npy", config.a, 1)),
                     tensor::columns_of(quantized(data / "w2.npy", config.b, 0))}};
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

}  // namespace

int main() {
    const fs::path directory = fs::path(MXGEN_BINARY_DIR) / "bench";
    bench_generator();
    bench_interpreter();
    bench_pairs(directory);
    bench_array(directory);
}
