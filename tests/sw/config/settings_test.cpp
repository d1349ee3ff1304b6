// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>

#include "sw/unit/units.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// The message of the error that a configuration text provokes; its exit code must be 2.
std::string refusal(const std::string& toml) {
    return testing::refusal([&] { resolve(parse_settings(toml, "c.toml")); });
}

Settings flags(const std::vector<std::pair<std::string, std::string>>& given) {
    Settings settings;
    for (const auto& [flag, text] : given) add_flag(settings, flag, text);
    return settings;
}

const DotDesign& dot_of(const Config& config) { return std::get<DotDesign>(config.design); }
DotDesign dot_of(Config&& config) { return std::get<DotDesign>(std::move(config.design)); }

}  // namespace

TEST_CASE("the configuration of the documentation is read whole") {
    const Config c = resolve(parse_settings(R"(
[design]
unit = "array"
[a]
format = "mxfp8_e4m3"
[b]
format = "mxfp8_e4m3"
[dot]
lanes = 32
blocks = 1024
accumulator = "fp32"
initial = false
multiplier = "exact"
[array]
rows = 4
cols = 16
dataflow = "output_stationary"
output = "fp32"
[timing]
technology = "osu018"
period_ns = 16.0
optimise = "balanced"
)",
                                            "c.toml"));
    const auto& array = std::get<ArrayDesign>(c.design);
    CHECK(unit_of(c).name() == "array");
    CHECK(array.dot.a.element.name == "e4m3");
    CHECK(array.dot.a.scale->name == "e8m0");
    CHECK(array.dot.lanes == 32);
    CHECK(array.rows == 4);
    CHECK(array.cols == 16);
    CHECK(c.timing.period_ns == 16.0);
    CHECK_FALSE(c.timing.stages);
    CHECK(c.name == "array_4x16_mxfp8_e4m3_x32_fp32_p16");
}

TEST_CASE("syntax errors, unknown names and wrong types are located") {
    CHECK_THAT(refusal("[design\nunit = 1"), StartsWith("c.toml:1:"));
    CHECK_THAT(refusal("[a]\nformat = \"int8\"\n[dott]\nlanes = 1"),
               StartsWith("c.toml:3:") && Contains("unknown section \"dott\"") &&
                   Contains("nearest: dot"));
    CHECK_THAT(refusal("[a]\nformat = \"int8\"\n[dot]\n  lane = 1"),
               StartsWith("c.toml:4:3:") && Contains("nearest: dot.lanes"));
    CHECK_THAT(refusal("[dot]\nlanes = \"8\""),
               StartsWith("c.toml:2:9:") && Contains("an integer"));
    CHECK_THAT(refusal("[dot]\ninitial = 1"), Contains("true or false"));
    CHECK_THAT(refusal("[a]\nformat = 8"), Contains("a string"));
    CHECK_THAT(refusal("[dot]\nmodes = [1]"), Contains("a list of strings"));
    CHECK_THAT(refusal("dot = 3"), Contains("allowed: [dot]"));
}

TEST_CASE("values outside their range or choices name the nearest legal one") {
    CHECK_THAT(refusal("[dot]\nlanes = 0"), StartsWith("c.toml:2:9:") && Contains("nearest: 1"));
    CHECK_THAT(refusal("[timing]\nperiod_ns = -1"), Contains("nearest: 0.01"));
    CHECK_THAT(refusal("[timing]\nperiod_ns = nan"), Contains("out of range"));
    CHECK_THAT(refusal("[dot]\nmultiplier = \"lmull\""), Contains("nearest: lmul"));
    CHECK_THAT(refusal("[dot]\nlanes = 99999999999999"), Contains("nearest: 4096"));
}

TEST_CASE("formats that do not exist are refused with the nearest name") {
    CHECK_THAT(refusal(""), Contains("a.format is missing"));
    CHECK_THAT(refusal("[a]\nformat = \"mxfp8\""), Contains("nearest: mxfp8_e4m3"));
    CHECK_THAT(refusal("[a]\nformat = \"e4m4x\""), Contains("nearest: e4m3"));
    CHECK_THAT(refusal("[a]\nformat = \"e8m0\""), Contains("no such format"));
    CHECK_THAT(refusal("[a]\nelement = \"mxfp4\""), Contains("no such format"));
    CHECK_THAT(refusal("[a]\nelement = \"e4m3\"\nscale = \"e8m\""), Contains("nearest: e8m0"));
    CHECK_THAT(refusal("[a]\nelement = \"e4m3\"\nformat = \"e4m3\""), Contains("both given"));
}

TEST_CASE("units, lanes, blocks and accumulators must fit each other") {
    const std::string mx = "[a]\nformat = \"mxfp8_e4m3\"\n", int8 = "[a]\nformat = \"int8\"\n";
    CHECK_THAT(refusal(mx + "[dot]\nlanes = 5"),
               StartsWith("c.toml:4:9:") && Contains("nearest: 4") && Contains("--block 5"));
    CHECK_THAT(refusal(mx + "[b]\nformat = \"nvfp4\""), Contains("--block 32"));
    CHECK_THAT(refusal(int8 + "[dot]\naccumulator = \"int30\""),
               Contains("int31 or wider") && Contains("nearest: int31"));
    CHECK_THAT(refusal(mx + "[dot]\naccumulator = \"int32\""), Contains("nearest: fp32"));
    CHECK_THAT(refusal(mx + "[dot]\naccumulator = \"tensorcore<13,32,14>\""),
               Contains("unscaled operands"));
    CHECK_THAT(refusal(int8 + "[dot]\nmodes = [\"int8\", \"int4\"]\n"
                              "accumulator = \"tensorcore<13,32,14>\""),
               Contains("with modes"));
    CHECK_THAT(refusal(mx + "[dot]\naccumulator = \"fp33\""), Contains("nearest: fp32"));
    CHECK_THAT(refusal(mx + "[design]\nunit = \"array\"\n[dot]\naccumulator = \"none\""),
               Contains("nearest: fp32"));
    CHECK_THAT(refusal(mx + "[timing]\nstages = 2\nperiod_ns = 3"), Contains("both given"));
    const std::string convert = "[design]\nunit = \"convert\"\n";
    CHECK_THAT(refusal(convert + "[a]\nformat = \"e4m3\"\nblock = 8\n[convert]\nlanes = 4"),
               Contains("nearest: --lanes 8"));
    CHECK_THAT(refusal(convert + "[a]\nformat = \"nvfp4\"\n[convert]\nscale_rule = \"ceil\""),
               Contains("nvfp4 has not to choose"));
    CHECK_THAT(refusal(convert + "[a]\nformat = \"e4m3\"\n[convert]\nnonfinite = \"saturate\""),
               Contains("blocks with a scale"));
    CHECK(refusal(convert + "[a]\nformat = \"dfp16\"\n[convert]\nlanes = 8") == "");
    CHECK_THAT(refusal(mx + "[design]\nunit = \"multiply\""), Contains("nearest: e4m3"));
    CHECK_THAT(refusal(int8 + "[design]\nunit = \"multiply\""), Contains("takes floats"));
    CHECK_THAT(refusal("[a]\nformat = \"e4m3\"\n[b]\nformat = \"e5m2\"\n[design]\nunit = "
                       "\"multiply\""),
               Contains("--full-product"));
    CHECK_THAT(refusal(int8 + "[dot]\nmultiplier = \"lmul\""), Contains("nearest: exact"));
    CHECK_THAT(refusal(mx + "[design]\nname = \"module\""), Contains("no module name"));
    CHECK_THAT(refusal(mx + "[design]\nname = \"a b\""), Contains("no module name"));
    CHECK(refusal(int8 + "[dot]\naccumulator = \"int30 wrap\"") == "");
    CHECK(refusal(mx + "[dot]\nlanes = 64") == "");
}

TEST_CASE("flags win over the file, also over what they stand instead of") {
    const Settings file = parse_settings(
        "[a]\nformat = \"mxfp8_e4m3\"\n[dot]\nlanes = 8\n[timing]\nstages = 2", "c.toml");
    const Config c = resolve(
        merged(file, flags({{"--lanes", "16"}, {"--a-element", "e2m1"}, {"--period-ns", "2.5"}})));
    CHECK(dot_of(c).lanes == 16);
    CHECK(dot_of(c).a.name == "e2m1");
    CHECK(c.timing.period_ns == 2.5);
    CHECK_FALSE(c.timing.stages);
    CHECK_THROWS_WITH(flags({{"--lanes", "many"}}), Contains("--lanes") && Contains("an integer"));
    CHECK_THROWS_WITH(flags({{"--nothing", "1"}}), Contains("--nothing"));
}

TEST_CASE("element, block and scale compose the formats that have names") {
    const auto named = [](const std::string& a) {
        return dot_of(resolve(parse_settings("[a]\n" + a, "c.toml"))).a;
    };
    CHECK(named("element = \"e4m3\"\nblock = 32\nscale = \"e8m0\"") ==
          find_block_format("mxfp8_e4m3"));
    CHECK(named("element = \"e2m1\"\nblock = 16\nscale = \"ue4m3\"") == find_block_format("nvfp4"));
    CHECK(named("format = \"mxfp4\"\nblock = 8").name == "mxfp4_b8");
    CHECK(named("format = \"e5m2\"\nblock = 3").block == 3);
    CHECK(dot_of(resolve(flags({{"--a", "mxfp4"}, {"--b", "nvfp4"}, {"--block", "8"}}))).b.block ==
          8);
    CHECK(dot_of(resolve(flags({{"--a", "e4m3"}, {"--b", "nvfp4"}}))).a.block == 16);
    CHECK(dot_of(resolve(flags({{"--a", "e4m3"}, {"--lanes", "7"}}))).a.block == 7);
}

TEST_CASE("the widths of exact integer sums are derived") {
    const auto accumulator = [](const std::string& a, const std::string& blocks) {
        return dot_of(resolve(flags({{"--a", a}, {"--accumulator", "int"}, {"--blocks", blocks}})))
            .accumulator;
    };
    CHECK(accumulator("int8", "1").bits == 21);
    CHECK(accumulator("int8", "1024").bits == 31);
    CHECK(accumulator("int8", "1024").name == "int31");
    CHECK(accumulator("int2", "1").bits == 9);
}

TEST_CASE("hostile files are refused") {
    CHECK_THROWS_WITH(read_settings("/nowhere/at/all.toml"), Contains("cannot be read"));
    CHECK_THROWS_WITH(read_settings(MXGEN_SOURCE_DIR), Contains("cannot be read"));
    const std::string large = std::string(MXGEN_BINARY_DIR) + "/large.toml";
    std::ofstream(large) << std::string((1 << 20) + 1, '\n');
    CHECK_THROWS_WITH(read_settings(large), Contains("allowed: up to 1048576"));
    CHECK_THAT(refusal("[a]\nformat = \"" + std::string(5000, 'x') + "\\u0007\""),
               Contains("xxx...\""));
    std::string deep = "x = ";
    for (int i = 0; i < 100000; ++i) deep += '[';
    CHECK_THAT(refusal(deep), StartsWith("c.toml:1:"));
}

TEST_CASE("a key that does not serve the unit is refused, naming the units that it serves") {
    const auto refused = [](const std::vector<std::pair<std::string, std::string>>& given) {
        return testing::refusal([&] { resolve(flags(given)); });
    };
    const auto says = [](const std::string& message, const std::string& units) {
        CHECK_THAT(message, Contains("does not serve unit") && Contains("allowed: unit " + units));
    };
    says(refused({{"--a", "mxfp4"}, {"--rounding", "rtz"}}), "array or convert");
    says(refused({{"--unit", "multiply"}, {"--a", "e4m3"}, {"--lanes", "7"}}), "");
    says(refused({{"--unit", "convert"}, {"--a", "mxfp4"}, {"--accumulator", "int32"}}),
         "dot or array");
    says(refused({{"--a", "mxfp4"}, {"--random", "lfsr"}}), "convert");
    says(refusal("[a]\nformat = \"mxfp4\"\n[array]\nrows = 3"), "array");
    // A flag of several keys serves where one of them does.
    CHECK(refused({{"--unit", "convert"}, {"--a", "mxfp4"}, {"--block", "8"}, {"--lanes", "4"}}) ==
          "");
}
