// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/jobs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

Flags rotating(const std::string& format, const Flags& more) {
    return with({{"--unit", "convert"}, {"--a", format}, {"--input", "bf16"}}, more);
}

sim::CosimJob job_without_all_inputs(const Flags& flags, const std::string& folder) {
    auto job = job_of(flags, folder);
    job.exhaustive_bits = 0;
    return job;
}

}  // namespace

TEST_CASE("generated converters of rotated numbers equal the golden model") {
    const auto& flags = GENERATE(from_range(std::vector<Flags>{
        rotating("mxfp4", {{"--block", "16"}, {"--rotate", "16"}, {"--rotate-signs", "0xa5c3"}}),
        rotating("mxfp4", {{"--rotate", "16"},
                           {"--rotate-signs", "port"},
                           {"--rotate-window", "8"},
                           {"--lanes", "4"},
                           {"--stages", "2"}}),
        rotating("nvfp4", {{"--block", "8"},
                           {"--rotate", "16"},
                           {"--rotate-window", "9"},
                           {"--rotate-signs", "port"},
                           {"--lanes", "8"}}),
        rotating("mxint8", {{"--block", "4"},
                            {"--rotate", "32"},
                            {"--rotate-window", "6"},
                            {"--rotate-half", "ceil"},
                            {"--lanes", "2"},
                            {"--rounding", "sr"},
                            {"--random-bits", "5"}}),
        rotating("mxfp8_e4m3", {{"--block", "16"},
                                {"--rotate", "16"},
                                {"--rotate-window", "7"},
                                {"--lanes", "8"},
                                {"--rounding", "sr"},
                                {"--random", "lfsr"}})}));
    const auto report = sim::cosim(job_without_all_inputs(flags, "rotation"));
    CHECK(report.failure == "");
    CHECK(report.passed());
    CHECK(report.vectors > 2000);
}

TEST_CASE("a wrong butterfly, a lost sign and a largest exponent off by one are found") {
    const auto [text, fault] = GENERATE(table<std::string, std::string>({
        {"assign difference_o = difference_0", "assign difference_o = -difference_0"},
        {"x_i[15] ^ negated_i", "x_i[15] & !negated_i"},
        {"valid_i ? wire_17 : top_gathered_q", "valid_i ? wire_17 | 8'd1 : top_gathered_q"},
    }));
    auto job = job_without_all_inputs(rotating("mxfp4", {{"--block", "16"},
                                                         {"--rotate", "16"},
                                                         {"--rotate-window", "8"},
                                                         {"--rotate-signs", "port"},
                                                         {"--lanes", "8"}}),
                                      "rotation_planted");
    plant(job, text, fault);
    const auto report = sim::cosim(job);
    CHECK_FALSE(report.passed());
    CHECK(report.mismatches > 0);
}
