// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/jobs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

Flags converter(const std::string& format, Flags more = {}) {
    Flags flags{{"--unit", "convert"}, {"--a", format}};
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

void check_equal(const sim::CosimJob& job) {
    const auto report = sim::cosim(job);
    INFO(job.config.name);
    CHECK(report.failure == "");
    CHECK(report.passed());
    CHECK(report.vectors > job.vectors);
}

const std::vector<std::string> power_scaled{"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3",
                                            "mxfp4",      "mxint8",     "mxint6",     "mxint4"};
const std::vector<std::string> mantissa_scaled{"nvfp4", "nvint4"};

const Flags to_mxfp4 = converter("mxfp4", {{"--input", "bf16"}, {"--block", "2"}});

}  // namespace

TEST_CASE("generated converters equal the golden model") {
    const auto& flags = GENERATE(from_range(std::vector<Flags>{
        converter("mxfp8_e4m3", {{"--block", "6"}, {"--lanes", "2"}}),
        converter("nvfp4", {{"--block", "3"}, {"--stages", "2"}}),
        converter("nvint4", {{"--block", "4"},
                             {"--lanes", "1"},
                             {"--rounding", "sr"},
                             {"--random", "lfsr"},
                             {"--stages", "1"}}),
        converter("e4m3", {{"--lanes", "3"}, {"--input", "fp16"}, {"--overflow", "propagate"}}),
        converter("dfp16", {{"--block", "3"}, {"--stages", "1"}}),
        {{"--unit", "deconvert"}, {"--a", "dfp16"}, {"--block", "2"}},
        {{"--unit", "deconvert"}, {"--a", "mxfp6_e3m2"}, {"--block", "4"}, {"--output", "bf16"}},
        {{"--unit", "deconvert"},
         {"--a", "e3m2"},
         {"--block", "8"},
         {"--output", "fp16"},
         {"--pack", "4+2"}}}));
    auto job = job_of(flags, "convert");
    job.exhaustive_bits = 0;
    check_equal(job);
}

TEST_CASE("a wrong rounding, a lost sticky bit and a scale off by one are found in a converter") {
    const auto [text, fault] = GENERATE(table<std::string, std::string>({
        {"significand[5] & (significand[6] |", "significand[5] & (1'd1 |"},
        {"(significand[4:0] != 5'd0)", "(significand[4:1] != 4'd0)"},
        {"largest_key - 8'd2", "largest_key - 8'd1"},
    }));
    auto job = job_of(to_mxfp4, "convert_planted");
    plant(job, text, fault);
    job.vectors = 20000;
    const auto report = sim::cosim(job);
    CHECK_FALSE(report.passed());
    CHECK(report.mismatches > 0);
}

TEST_CASE("rows of a packed operand in the wrong order are found") {
    auto job = job_of({{"--unit", "deconvert"},
                       {"--a", "e3m2"},
                       {"--block", "4"},
                       {"--output", "fp16"},
                       {"--pack", "4+2"}},
                      "deconvert_planted");
    plant(job, "codes_i[23:22]", "codes_i[17:16]");
    CHECK_FALSE(sim::cosim(job).passed());
}

TEST_CASE("converters that load the scale of a tensor equal the golden model") {
    const Flags& more = GENERATE(from_range(std::vector<Flags>{
        {{"--input", "bf16"}, {"--block", "4"}},
        {{"--input", "fp16"}, {"--block", "6"}, {"--lanes", "2"}, {"--nonfinite", "saturate"}},
        {{"--input", "fp32"}, {"--block", "3"}, {"--stages", "2"}, {"--rounding", "rtz"}},
        {{"--input", "bf16"}, {"--block", "4"}, {"--lanes", "1"}, {"--stages", "3"}}}));
    const auto format = GENERATE(as<std::string>{}, "nvfp4", "nvint4");
    auto flags = converter(format, more);
    flags.push_back({"--tensor-scale", "load"});
    auto job = job_of(flags, "convert_load");
    job.exhaustive_bits = 0;
    check_equal(job);
}

TEST_CASE("a remainder that is lost, and a load that disturbs a block, are found in a converter") {
    const auto [text, fault] = GENERATE(table<std::string, std::string>({
        {"remainder_q != 24'd0", "remainder_q == 24'd0"},
        {"~tensor_load_i & valid_i", "valid_i"},
        {"wait_q == 3'd1", "wait_q == 3'd5"},
    }));
    auto job = job_of(
        converter(
            "nvfp4",
            {{"--block", "4"}, {"--input", "bf16"}, {"--lanes", "1"}, {"--tensor-scale", "load"}}),
        "convert_load_planted");
    job.exhaustive_bits = 0;
    plant(job, text, fault);
    INFO(text);
    CHECK_FALSE(sim::cosim(job).passed());
}

TEST_CASE("all 16-bit inputs through verilated converters") {
    const auto input = GENERATE(as<std::string>{}, "bf16", "fp16");
    const auto format = GENERATE(from_range(power_scaled));
    check_equal(job_of(converter(format, {{"--input", input}, {"--block", "8"}}), "convert_all"));
}

TEST_CASE("all 16-bit inputs where scales have a mantissa", "[.soak]") {
    const auto input = GENERATE(as<std::string>{}, "bf16", "fp16");
    const auto format = GENERATE(from_range(mantissa_scaled));
    check_equal(job_of(converter(format, {{"--input", input}, {"--block", "8"}}), "convert_all"));
}

TEST_CASE("fp32 thresholds of every code through verilated converters", "[.soak]") {
    const auto& formats = GENERATE(power_scaled, mantissa_scaled);
    for (const auto& format : formats) {
        auto job = job_of(converter(format), "convert_thresholds");
        job.vectors = 200000;
        check_equal(job);
    }
}
