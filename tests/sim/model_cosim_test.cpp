// SPDX-License-Identifier: Apache-2.0
// Simulation models of packages, in Verilator.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/sim/jobs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

Flags array(const std::string& format, const Flags& more) {
    return with({{"--unit", "array"},
                 {"--a", format},
                 {"--block", "4"},
                 {"--lanes", "4"},
                 {"--rows", "2"},
                 {"--cols", "2"}},
                more);
}

/// Of each unit what has registers in sums and products that were lowered.
const std::vector<Flags> lowered_designs{
    {{"--unit", "dot"}, {"--a", "mxfp8_e4m3"}, {"--lanes", "8"}, {"--period-ns", "8"}},
    {{"--unit", "dot"}, {"--a", "mxint8"}, {"--lanes", "8"}, {"--block", "8"}, {"--stages", "3"}},
    {{"--unit", "dot"}, {"--a", "e5m2"}, {"--lanes", "4"}, {"--accumulator", "fp32"}},
    array("mxint8", {{"--modes", "int8,2xint4"}, {"--output", "bf16"}}),
    array("mxfp4", {{"--interleave", "3"}, {"--stages", "4"}, {"--cluster", "2"}}),
    array("mxfp8_e4m3", {stationary_weights, {"--stages", "2"}, {"--output", "mxint8_b2"}}),
    array("mxfp8_e4m3", {{"--accumulator", "late<24>"}, {"--blocks", "64"}}),
    {{"--unit", "multiply"}, {"--a", "fp16"}, {"--stages", "2"}},
    {{"--unit", "convert"}, {"--a", "nvfp4"}, {"--block", "4"}, {"--stages", "3"}},
    {{"--unit", "convert"}, {"--a", "nvint4"}, {"--block", "4"}, {"--lanes", "2"}},
    {{"--unit", "deconvert"}, {"--a", "nvint4"}, {"--block", "4"}, {"--stages", "2"}},
};

}  // namespace

TEST_CASE("simulation models equal the golden model, with the latency of the RTL") {
    const auto& flags = GENERATE(from_range(lowered_designs));
    const auto job = model_job_of(flags, "model");
    INFO(job.config.name);
    const auto is_model = [](const std::filesystem::path& file) {
        return file.parent_path().filename() == "rtl_plain";
    };
    CHECK(std::ranges::any_of(job.files, is_model));
    const auto report = sim::cosim(job);
    CHECK(report.failure == "");
    CHECK(report.passed());
}

TEST_CASE("a simulation model of a wrong latency is found") {
    auto job = model_job_of(lowered_designs[0], "late_model");
    ++job.interface.latency_cycles;
    CHECK_FALSE(sim::cosim(job).passed());
}
