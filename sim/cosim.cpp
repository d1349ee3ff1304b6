// SPDX-License-Identifier: Apache-2.0
#include "sim/cosim.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "sim/pipeline.h"
#include "sim/scoreboard.h"
#include "sim/stream.h"
#include "sw/support/error.h"
#include "sw/support/interrupt.h"
#include "sw/support/own_directory.h"
#include "sw/unit/units.h"

namespace mxgen::sim {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Stimulus stimulus_of(const CosimJob& job) {
    const UnitDesign& design = job.config.design;
    if (!job.products.empty()) return matrix_unit_of(job.config).products(design, job.products);
    return unit_of(design).stimulus(
        design, {job.seed, job.vectors, job.corners_every, job.exhaustive_bits});
}

/// The number of rows or columns that a port of operands serves.
int groups_of(const Interface& interface, Role role) {
    const auto found = std::ranges::find(interface.ports, role, &Port::role);
    return found == interface.ports.end() ? 0 : found->groups;
}

ProductShape shape_of(const ProductOperands& product) {
    const auto number = [](int x) { return static_cast<std::uint64_t>(x); };
    return {number(product.a.rows), number(product.a.depth), number(product.b.rows)};
}

/// Pauses for batch number `index` of made stimulus: none, short ones, long ones.
Stalls stalls_of(std::uint64_t seed, std::uint64_t index) {
    constexpr Stalls kinds[] = {{0, 0, 1}, {0.2, 0.2, 4}, {0.02, 0.02, 100}, {0, 0.5, 8}};
    Stalls stalls = kinds[index % std::size(kinds)];
    stalls.seed = seed;
    return stalls;
}

/// The run of one job: design, driver, workload, scoreboard.
class CosimRun {
  public:
    CosimRun(const CosimJob& job, Dut& dut)
        : job_(job),
          dut_(dut),
          streams_(dut.find(Role::ready, Stream::input) >= 0),
          workload_(job.config.design, stimulus_of(job), piece_bytes()),
          board_(job.config.design) {
        if (streams_) {
            const int crossing = groups_of(job.interface, Role::a) +
                                 groups_of(job.interface, Role::b) + job.interface.latency_cycles;
            const int patience = 8 * crossing + 64;
            driver_ = job.stream_bench(dut, {.seed = job.seed}, patience);
        } else {
            const bool bubbles = job.stalls && job.products.empty();
            driver_ = std::make_unique<PipelineDriver>(dut, job.interface.latency_cycles,
                                                       bubbles ? 0.1 : 0.0, job.seed);
        }
    }

    CosimReport operator()() {
        const auto start = Clock::now();
        CosimReport report;
        try {
            run_batches(report);
        } catch (const Error& error) {
            if (error.code() != Exit::check_failed) throw;
            report.failure = error.what();
        }
        if (report.failure.empty()) report.failure = board_.first_mismatch();
        if (const std::string said = dut_.failure(); !said.empty())
            report.failure = fmt::format("an assertion of the design failed: {}", said);
        report.vectors = board_.vectors();
        report.mismatches = board_.mismatches();
        report.by_kind = board_.by_kind();
        report.cycles = dut_.cycles();
        const bool undisturbed = !job_.products.empty() && !job_.stall_tensors;
        if (streams_ && undisturbed && report.failure.empty()) {
            report.product = predicted();
            report.product_cycles = dut_.cycles() - reset_cycles_;
            if (report.product_cycles != report.product->total)
                report.failure = fmt::format("the product took {} cycles, {} were predicted",
                                             report.product_cycles, report.product->total);
        }
        report.macs = workload_.macs();
        report.seconds = seconds_since(start);
        return report;
    }

  private:
    /// Streams drain between the pieces of a product.
    std::size_t piece_bytes() const {
        return streams_ && !job_.products.empty() ? job_.piece_bytes : 0;
    }

    /// All products, one after the other.
    ArrayCycles predicted() const {
        ArrayCycles all;
        const MatrixUnit& unit = matrix_unit_of(job_.config);
        const auto modes = unit.modes(job_.config.design);
        for (std::size_t mode = 0; mode < job_.products.size(); ++mode) {
            const auto& pieces = pieces_.at(kind_of("tensor", mode, modes.size()));
            all = all +
                  *unit.cycles(modes[mode], job_.interface, shape_of(job_.products[mode]), pieces);
        }
        return all;
    }

    void run_batches(CosimReport& report) {
        driver_->reset();
        reset_cycles_ = dut_.cycles();
        Batch batch(job_.interface.ports);
        Beats got = batch.expected.beats;
        for (std::uint64_t index = 0; workload_.next(batch); ++index) {
            Pieces& pieces = pieces_.try_emplace(batch.kind, Pieces{0, 0}).first->second;
            ++pieces.count;
            pieces.going_on += batch.goes_on;
            if (job_.stalls && (job_.stall_tensors || job_.products.empty()))
                driver_->set_stalls(stalls_of(job_.seed, index + job_.stall_tensors));
            const auto start = Clock::now();
            got.clear();
            driver_->run(batch, got);
            report.simulation_seconds += seconds_since(start);
            board_.compare(batch, got);
            check_interrupt();
            job_.on_progress(
                fmt::format("{}: simulating, {} vectors", job_.config.name, board_.vectors()));
        }
    }

    const CosimJob& job_;
    Dut& dut_;
    bool streams_;  ///< valid and ready on either side
    Workload workload_;
    std::unique_ptr<Driver> driver_;
    Scoreboard board_;
    std::uint64_t reset_cycles_ = 0;
    std::map<std::string, Pieces> pieces_;  ///< batches by kind
};

}  // namespace

VerilogDesign design_of(const CosimJob& job) {
    // One model that all elements call is built quicker than many inlined, and runs slower.
    constexpr int max_inlined_elements = 4;
    VerilogDesign design{job.interface.top, job.files, job.interface.ports, {}, {}, {}};
    const MatrixUnit* unit = unit_of(job.config).matrices();
    if (unit && unit->elements(job.config.design) > max_inlined_elements)
        design.blocks = {job.interface.top + "_pe"};
    return design;
}

StreamBench plain_stream_bench() {
    return [](Dut& dut, const Stalls& stalls, int patience) {
        return std::make_unique<StreamDriver>(dut, stalls, patience);
    };
}

CosimReport cosim(const CosimJob& job, Dut& dut) { return CosimRun(job, dut)(); }

CosimReport cosim(const CosimJob& job) {
    VerilateOptions options;
    options.trace = !job.trace.empty();
    options.coverage = job.coverage;
    options.optimise = job.optimise;
    options.word_level = job.word_level;
    options.on_progress = job.on_progress;
    Dut dut(verilate(design_of(job), options), job.interface.ports,
            static_cast<int>(job.seed % 1000000));
    if (!job.trace.empty()) dut.trace(job.trace);
    CosimReport report = cosim(job, dut);
    if (job.coverage) {
        const OwnDirectory scratch(scratch_parent(), "mxgen-");
        const auto counts = scratch.path() / "coverage.dat";
        dut.write_coverage(counts);
        report.coverage = read_coverage(counts);
    }
    return report;
}

}  // namespace mxgen::sim
