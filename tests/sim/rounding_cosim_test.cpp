// SPDX-License-Identifier: Apache-2.0
// Sums rounded once a beat, or when they leave, in Verilator.
#include <catch2/catch.hpp>
#include <vector>

#include "sim/cosim.h"
#include "tests/sim/jobs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

const Flags two_blocks = {{"--unit", "dot"}, {"--a", "nvfp4"}, {"--lanes", "4"}, {"--block", "2"}};

}  // namespace

TEST_CASE("sums rounded once a beat or late equal the golden model, verilated") {
    const auto& flags = GENERATE(from_range(std::vector<Flags>{
        with(two_blocks, {{"--round", "beat"}}),
        with(two_blocks, {{"--round", "beat<9>"}, {"--initial", "true"}, {"--stages", "3"}}),
        with(two_blocks, {{"--accumulator", "late<20>"}, {"--stages", "3"}}),
        with(two_blocks, {{"--accumulator", "late<24>"}, {"--initial", "true"}}),
        {{"--unit", "dot"},
         {"--a", "e5m2"},
         {"--lanes", "3"},
         {"--block", "6"},
         {"--accumulator", "tensorcore<13,3,14> promote=12"},
         {"--stages", "4"}}}));
    auto job = job_of(flags, "rounding");
    job.vectors = 20000;
    const auto report = sim::cosim(job);
    CHECK(report.failure == "");
    CHECK(report.passed());
    CHECK(report.vectors > 20000);
}
