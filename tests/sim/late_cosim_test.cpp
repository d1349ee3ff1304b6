// SPDX-License-Identifier: Apache-2.0
// Arrays of sums that are normalised when they leave, in Verilator, under any stalls.
#include <catch2/catch.hpp>
#include <vector>

#include "sim/cosim.h"
#include "tests/sim/jobs.h"
#include "tests/sim/products.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// 2 x 2 elements, blocks of 4.
Flags late_array(const std::string& format, const std::string& lanes, int bits, const Flags& more) {
    return with({{"--unit", "array"},
                 {"--a", format},
                 {"--block", "4"},
                 {"--lanes", lanes},
                 {"--rows", "2"},
                 {"--cols", "2"},
                 {"--blocks", "64"},
                 {"--accumulator", fmt::format("late<{}>", bits)}},
                more);
}

/// Both dataflows, with all that sums of other accumulators are tried with.
const std::vector<Flags> late_arrays{
    late_array("mxfp8_e4m3", "4", 24, {}),
    late_array("nvfp4", "2", 18,
               {{"--interleave", "3"}, {"--cluster", "2"}, {"--output", "mxfp8_e4m3_b2"}}),
    late_array("mxint8", "4", 30,
               {{"--modes", "int8,2xint4"}, {"--output", "bf16"}, {"--period-ns", "5"}}),
    late_array("e4m3", "8", 40, {{"--interleave", "2"}, {"--stages", "2"}, {"--output", "fp16"}}),
    late_array("mxfp8_e5m2", "8", 12, {stationary_weights, {"--output", "mxint8_b2"}}),
    late_array("mxfp4", "2", 20,
               {stationary_weights, {"--interleave", "2"}, {"--cluster", "2"}, {"--stages", "2"}}),
    late_array("mxint8", "4", 17, {stationary_weights, {"--modes", "int8,2xint4"}}),
    late_array("int8", "4", 32, {stationary_weights}),
};

/// A product of any shape in each run-time mode.
void add_products(sim::CosimJob& job, const Extent& extent) {
    job.products.clear();
    for (const UnitDesign& native : matrix_unit_of(job.config).modes(job.config.design))
        job.products.push_back(random_product(native, extent, 7));
}

}  // namespace

TEST_CASE("arrays of late sums equal the golden model, verilated, in the cycles predicted") {
    auto job = job_of(GENERATE(from_range(late_arrays)), "late_array");
    CAPTURE(job.config.name);
    const auto library = sim::verilate(sim::design_of(job), {.optimise = false});
    const auto check = [&](std::uint64_t vectors) {
        sim::Dut dut(library, job.interface.ports);
        const auto report = sim::cosim(job, dut);
        CHECK(report.failure == "");
        CHECK(report.vectors >= vectors);
        if (report.product) CHECK(report.product->total == report.product_cycles);
    };
    job.vectors = 4000;
    check(job.vectors);
    for (const Extent& extent : {Extent{1, 1, 1}, {5, 70, 7}}) {
        add_products(job, extent);
        for (const bool stalls : {false, true}) {
            job.stall_tensors = stalls;
            check(static_cast<std::uint64_t>(extent.rows) * extent.cols);
        }
    }
}
