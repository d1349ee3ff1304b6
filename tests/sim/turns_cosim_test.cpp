// SPDX-License-Identifier: Apache-2.0
// Sums that take turns and clusters of elements in Verilator, under any stalls.
#include <catch2/catch.hpp>
#include <vector>

#include "sim/cosim.h"
#include "tests/sim/jobs.h"

using namespace mxgen;
using namespace mxgen::test;

TEST_CASE("sums that take turns equal the golden model, verilated") {
    const auto& flags =
        GENERATE(from_range(std::vector<Flags>{{{"--unit", "dot"},
                                                {"--a", "mxfp8_e4m3"},
                                                {"--lanes", "4"},
                                                {"--block", "8"},
                                                {"--interleave", "3"},
                                                {"--period-ns", "5"}},
                                               {{"--unit", "dot"},
                                                {"--a", "e5m2"},
                                                {"--lanes", "3"},
                                                {"--block", "6"},
                                                {"--accumulator", "tensorcore<13,3,14> promote=12"},
                                                {"--interleave", "2"},
                                                {"--stages", "4"}},
                                               {{"--unit", "array"},
                                                {"--a", "nvfp4"},
                                                {"--lanes", "4"},
                                                {"--block", "4"},
                                                {"--rows", "2"},
                                                {"--cols", "2"},
                                                {"--accumulator", "late<24>"},
                                                {"--period-ns", "fastest"}},
                                               {{"--unit", "array"},
                                                {"--a", "mxfp4"},
                                                {"--lanes", "4"},
                                                {"--block", "4"},
                                                {"--rows", "2"},
                                                {"--cols", "2"},
                                                {"--output", "mxint8_b2"},
                                                {"--dataflow", "weight_stationary"},
                                                {"--period-ns", "20"},
                                                {"--optimise", "energy"}},
                                               {{"--unit", "array"},
                                                {"--a", "mxfp4"},
                                                {"--lanes", "4"},
                                                {"--block", "4"},
                                                {"--rows", "4"},
                                                {"--cols", "2"},
                                                {"--interleave", "4"},
                                                {"--cluster", "2"},
                                                {"--period-ns", "5"}},
                                               {{"--unit", "array"},
                                                {"--a", "int8"},
                                                {"--lanes", "2"},
                                                {"--block", "4"},
                                                {"--rows", "2"},
                                                {"--cols", "4"},
                                                {"--accumulator", "int32"},
                                                {"--dataflow", "weight_stationary"},
                                                {"--interleave", "3"},
                                                {"--cluster", "2"}}}));
    auto job = job_of(flags, "turns");
    job.vectors = 10000;
    const auto report = sim::cosim(job);
    CHECK(report.failure == "");
    CHECK(report.passed());
    CHECK(report.vectors > 10000);
}
