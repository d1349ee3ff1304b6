// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/package/estimate.h"
#include "sw/package/package.h"
#include "sw/package/vectors.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/sw/package/written.h"

using namespace mxgen;
using namespace mxgen::package;
using Catch::Matchers::Contains;
using mxgen::testing::config_of;
using mxgen::testing::Flags;

namespace {

const std::vector<Flags> designs{
    {{"--a", "mxfp8_e4m3"}},
    {{"--a", "mxfp8_e5m2"}, {"--b", "mxfp4"}, {"--lanes", "8"}},
    {{"--a", "nvfp4"}, {"--accumulator", "bf16"}},
    {{"--a", "int8"}, {"--lanes", "3"}, {"--block", "6"}, {"--accumulator", "int"}},
    {{"--a", "int8"}, {"--b", "int4"}, {"--lanes", "1"}, {"--accumulator", "int16 wrap"}},
    {{"--a", "e4m3"}, {"--lanes", "5"}, {"--accumulator", "fp16"}},
    {{"--a", "e3m2"}, {"--lanes", "4"}, {"--accumulator", "none"}},
    {{"--a", "e3m2"}, {"--lanes", "4"}, {"--accumulator", "none"}, {"--stages", "2"}},
    {{"--a", "mxfp8_e4m3"}, {"--lanes", "8"}, {"--stages", "4"}},
    {{"--a", "mxfp4"},
     {"--block", "4"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "3"},
     {"--stages", "3"}},
    {{"--a", "mxfp8_e4m3"},
     {"--block", "4"},
     {"--unit", "array"},
     {"--rows", "1"},
     {"--cols", "1"}},
    {{"--a", "mxint8"},
     {"--block", "6"},
     {"--lanes", "2"},
     {"--unit", "array"},
     {"--rows", "3"},
     {"--cols", "5"}},
    {{"--a", "int4"},
     {"--lanes", "4"},
     {"--accumulator", "int"},
     {"--unit", "array"},
     {"--rows", "4"},
     {"--cols", "2"}},
    {{"--a", "mxfp4"},
     {"--block", "4"},
     {"--lanes", "2"},
     {"--unit", "array"},
     {"--rows", "3"},
     {"--cols", "2"},
     {"--dataflow", "weight_stationary"},
     {"--stages", "2"},
     {"--output", "bf16"}},
    {{"--a", "mxint8"},
     {"--block", "4"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "4"},
     {"--modes", "int8,2xint4"},
     {"--output", "mxfp4_b2"}},
    {{"--a", "mxfp8_e4m3"},
     {"--block", "4"},
     {"--unit", "array"},
     {"--rows", "3"},
     {"--cols", "2"},
     {"--accumulator", "late<24>"},
     {"--dataflow", "weight_stationary"},
     {"--blocks", "64"}},
    {{"--a", "nvfp4"},
     {"--block", "4"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "2"},
     {"--interleave", "2"},
     {"--stages", "2"},
     {"--accumulator", "late<24>"}},
    {{"--a", "e4m3"}, {"--lanes", "4"}, {"--modes", "fp8,fp4"}, {"--accumulator", "none"}},
    {{"--a", "e4m3"}, {"--unit", "multiply"}},
    {{"--a", "e5m2"}, {"--unit", "multiply"}, {"--overflow", "propagate"}},
    {{"--a", "e4m3"}, {"--b", "e2m1"}, {"--unit", "multiply"}, {"--full-product", "true"}},
    {{"--a", "bf16"}, {"--unit", "multiply"}, {"--multiplier", "lmul"}},
    {{"--a", "fp32"}, {"--unit", "multiply"}, {"--multiplier", "lmul"}, {"--stages", "2"}},
    {{"--a", "e4m3"}, {"--unit", "multiply"}, {"--multiplier", "rounded"}},
    {{"--a", "mxfp4"}, {"--block", "4"}, {"--lanes", "8"}},
    {{"--a", "mxint8"}, {"--unit", "convert"}, {"--block", "3"}},
    {{"--a", "nvfp4"}, {"--unit", "convert"}, {"--input", "bf16"}, {"--block", "5"}},
    {{"--a", "nvint4"},
     {"--unit", "convert"},
     {"--block", "4"},
     {"--stages", "2"},
     {"--rounding", "sr"}},
    {{"--a", "nf4"},
     {"--a-scale", "e8m0"},
     {"--unit", "convert"},
     {"--input", "fp16"},
     {"--block", "4"}},
    {{"--a", "mxfp8_e4m3"}, {"--unit", "convert"}, {"--block", "6"}, {"--lanes", "2"}},
    {{"--a", "nvfp4"},
     {"--unit", "convert"},
     {"--block", "4"},
     {"--lanes", "2"},
     {"--rounding", "sr"},
     {"--random", "lfsr"},
     {"--stages", "1"}},
    {{"--a", "mxint4"},
     {"--unit", "convert"},
     {"--block", "3"},
     {"--rounding", "sr"},
     {"--random", "lfsr"},
     {"--lfsr-seed", "77"}},
    {{"--a", "nvfp4"}, {"--unit", "deconvert"}, {"--block", "5"}, {"--output", "bf16"}},
    {{"--a", "mxfp4"}, {"--block", "4"}, {"--accumulator", "fixed<20,-12>"}},
    {{"--a", "mxint8"}, {"--block", "4"}, {"--initial", "true"}},
    {{"--a", "nvfp4"}, {"--block", "4"}, {"--accumulator", "late<24>"}},
    {{"--a", "nvfp4"}, {"--block", "4"}, {"--lanes", "2"}, {"--blocks", "1"}},
    {{"--a", "e4m3"}, {"--lanes", "8"}, {"--accumulator", "tensorcore<13,4,14>"}},
};

}  // namespace

TEST_CASE("the bench of every kind of design passes, its latency included") {
    for (const Flags& flags : designs) {
        const Design design = generate(config_of(flags));
        INFO(design.config.name);
        const Vectors vectors = golden_vectors(design);
        CHECK(vectors.expected.size() >= 2);
        const Written package(package_files(design, vectors));
        const auto result = package.run_bench(design);
        INFO(result.output);
        CHECK(result.ok());
        CHECK_THAT(result.output, Contains("PASS"));
    }
}

TEST_CASE("sums of a bench have no more blocks than the accumulator takes") {
    const auto results = [](const std::string& blocks, const std::string& accumulator) {
        const Design design = generate(config_of({{"--a", "int8"},
                                                  {"--b", "int3"},
                                                  {"--block", "3"},
                                                  {"--blocks", blocks},
                                                  {"--accumulator", accumulator}}));
        return golden_vectors(design).expected.size();
    };
    // Six sums: of one block, or twice of one, two and three.
    CHECK(results("1", "int") == 6);
    CHECK(results("3", "int") == 12);
    CHECK(results("1", "int8 wrap") == 12);
}

TEST_CASE("the bench of an array fails on a flipped bit and on a wrong latency") {
    const Design design = generate(config_of(designs[11]));
    Vectors wrong = golden_vectors(design);
    wrong.expected[1] ^= Integer(1) << 40;
    const auto flipped = Written(package_files(design, wrong)).run_bench(design);
    CHECK_THAT(flipped.output, Contains("FAIL: 1 mismatches"));

    Design late = design;
    ++late.interface.latency_cycles;
    const auto delayed = Written(package_files(late, golden_vectors(late))).run_bench(late);
    CHECK_THAT(delayed.output, Contains("it was due in"));
}

TEST_CASE("the bench fails where an output is unknown, clocked or not") {
    const auto [index, output] = GENERATE(table<size_t, std::string>({{0, "acc_o"}, {6, "sum_o"}}));
    Design design = generate(config_of(designs[index]));
    std::string& top = design.rtl.back().text;
    const size_t driven = top.find("  assign " + output + " = ");
    REQUIRE(driven != std::string::npos);
    top.erase(driven, top.find(';', driven) + 1 - driven);
    const auto result = Written(package_files(design, golden_vectors(design))).run_bench(design);
    INFO(result.output);
    CHECK_FALSE(result.ok());
    CHECK_THAT(result.output, Contains("FAIL"));
}

TEST_CASE("the text of an array does not grow with its rows and columns") {
    const auto size = [](const std::string& edge) {
        size_t bytes = 0;
        for (const RtlFile& file : generate(config_of({{"--a", "mxfp8_e4m3"},
                                                       {"--unit", "array"},
                                                       {"--rows", edge},
                                                       {"--cols", edge}}))
                                       .rtl) {
            bytes += file.text.size();
        }
        return static_cast<double>(bytes);
    };
    CHECK(size("64") < 1.05 * size("2"));
    CHECK(size("64") < 1e6);
}

TEST_CASE("every emitted file opens with a sentence and its license") {
    const Design design = generate(config_of(designs[11]));
    CHECK(design.rtl.size() > 8);
    for (const RtlFile& file : design.rtl) {
        INFO(file.module);
        CHECK(file.text.starts_with("// "));
        CHECK_THAT(file.text.substr(0, 300), Contains("SPDX-License-Identifier: Apache-2.0"));
        CHECK_THAT(file.text, Contains("module " + file.module));
    }
}

TEST_CASE("for an FPGA sums stay additions") {
    const auto has_compressors = [](const Design& design) {
        return std::any_of(design.rtl.begin(), design.rtl.end(), [](const RtlFile& file) {
            return file.cell == ir::AdderCell::full_adder;
        });
    };
    Flags flags{{"--a", "int8"}, {"--lanes", "4"}, {"--block", "4"}, {"--accumulator", "int"}};
    CHECK(has_compressors(generate(config_of(flags))));
    const auto covered = [](const Flags& of) {
        const Config config = config_of(of);
        return CoveredDesign(build(config, view::target("osu018")), *gates::find_fitted("osu018"))
            .estimate({});
    };
    CHECK(covered(flags).area > 500);
    CHECK(covered(flags).delay_ns > 1);
    Flags array = flags;
    array.insert(array.end(), {{"--unit", "array"}, {"--rows", "3"}, {"--cols", "5"}});
    CHECK(covered(array).area > 15 * covered(flags).area);
    flags.push_back({"--technology", "ecp5"});
    CHECK_FALSE(has_compressors(generate(config_of(flags))));
}
