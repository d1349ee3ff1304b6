// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "sim/coverage.h"
#include "sim/driver.h"
#include "sim/verilate.h"
#include "sw/unit/config.h"
#include "sw/unit/cycles.h"
#include "sw/unit/interface.h"
#include "sw/unit/product.h"

namespace mxgen::sim {

/// Makes the test bench around an array's streams; `patience` in cycles.
using StreamBench =
    std::function<std::unique_ptr<Driver>(Dut& dut, const Stalls& stalls, int patience)>;

/// Drives the streams cycle by cycle, without a simulation kernel.
StreamBench plain_stream_bench();

/// RTL against golden model: what is run and how.
struct CosimJob {
    Config config;
    Interface interface;
    std::vector<std::filesystem::path> files;  ///< SystemVerilog, in order
    std::vector<ProductOperands> products;     ///< instead of made stimulus: one a run-time mode
    std::size_t piece_bytes = 1u << 26;        ///< of a product in one go: it drains between pieces
    std::uint64_t seed = 1;
    std::uint64_t vectors = 100000;   ///< random results, beside exhaustive ones and corners
    std::uint64_t corners_every = 1;  ///< of sums: 1: all corners; n: one of n
    int exhaustive_bits = 20;         ///< units of one product: all inputs up to this width
    bool stalls = true;               ///< bubbles, and random stalls on both sides of an array
    bool stall_tensors = false;       ///< stalls with products too
    StreamBench stream_bench = plain_stream_bench();
    std::filesystem::path trace;  ///< FST file; empty: none
    bool optimise = true;         ///< false: a model built in a third of the time, for few vectors
    bool word_level = false;      ///< the files are a simulation model
    bool coverage = false;
    std::function<void(const std::string&)> on_progress = [](const std::string&) {};
};

/// The design to verilate for a job: arrays of more than a few processing elements as one model for
/// all of them.
VerilogDesign design_of(const CosimJob& job);

/// The results of a co-simulation.
struct CosimReport {
    std::uint64_t vectors = 0;  ///< results compared
    std::uint64_t mismatches = 0;
    std::uint64_t cycles = 0;  ///< clock cycles, or evaluations of a unit without clock
    std::uint64_t macs = 0;
    double seconds = 0;             ///< simulating and comparing
    double simulation_seconds = 0;  ///< simulating alone
    std::map<std::string, std::uint64_t> by_kind;
    std::string failure;  ///< first mismatch, broken rule or assertion; empty: all is well
    std::optional<Coverage> coverage;
    std::optional<ArrayCycles> product;  ///< predicted, of all products on an array
    std::uint64_t product_cycles = 0;    ///< what they took

    bool passed() const { return failure.empty() && vectors > 0; }
};

/// Builds the design's simulation and runs it against the golden model. Throws Error when that
/// cannot be done; what the design does wrong is in the report.
CosimReport cosim(const CosimJob& job);

/// The same on a simulation that has been built.
CosimReport cosim(const CosimJob& job, Dut& dut);

}  // namespace mxgen::sim
