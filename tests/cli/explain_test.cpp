// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"
#include "tests/support/timed_library.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;

namespace {

using Words = std::vector<std::string>;

Json explained(const Scratch& scratch, Words words) {
    words.insert(words.begin(), "explain");
    words.push_back("--json");
    const auto result = scratch.mxgen(words);
    INFO(result.output);
    REQUIRE(result.ok());
    return parse_json(result.output);
}

/// What a goal counts, by the estimates in gates and gate delays.
double merit(const Json& option, const std::string& goal) {
    const double gates = option["gates"], delay = option["gate_delays"];
    if (goal == "energy") return gates * (1 + 0.005 * delay);
    if (goal == "balanced") return gates * delay;
    return goal == "delay" ? delay : gates;
}

/// Forms that a unit states itself are taken by rule (docs/lowering.md), planned sums by merit.
bool is_form(const Json& part) {
    return part["part"].get<std::string>().find("leading zeros") != std::string::npos;
}

}  // namespace

TEST_CASE("explain names each part, what was chosen and against what") {
    const Scratch scratch;
    std::ofstream(scratch.path() / "c.toml") << "[a]\nformat = \"mxfp8_e4m3\"\n[dot]\nlanes = 4\n";
    for (const std::string goal : {"area", "delay", "energy", "balanced"}) {
        INFO(goal);
        const auto json = explained(scratch, {"c.toml", "--optimise", goal});
        CHECK(json["optimise"] == goal);
        CHECK(json["technology"] == "osu018");
        REQUIRE(json["parts"].size() >= 3);
        const bool is_fast = goal == "delay" || goal == "balanced";
        std::size_t compared = 0, forms = 0;
        for (const auto& part : json["parts"]) {
            const std::string rule = is_fast ? "delay" : "area";
            forms += is_form(part);
            for (const auto& other : part["against"]) {
                ++compared;
                const auto& counted = is_form(part) ? rule : goal;
                CHECK(merit(part["chosen"], counted) <= merit(other, counted) * 1.01);
            }
        }
        CHECK(compared >= 3);
        CHECK(forms == 1);
        REQUIRE(json["designs"].size() == 5);
        CHECK(json["designs"][0]["optimise"] == goal);
        CHECK(json["designs"].back()["lowering"] == "plain");
    }
}

TEST_CASE("explain prints a table, and nothing with --quiet") {
    const Scratch scratch;
    const auto text = scratch.mxgen({"explain", "--a", "int8", "--lanes", "4"});
    INFO(text.output);
    REQUIRE(text.ok());
    for (const char* word : {"chosen", "against", "accumulator", "latency", "plain"})
        CHECK_THAT(text.output, Contains(word));
    CHECK(scratch.mxgen({"explain", "--a", "int4", "--lanes", "2", "--quiet"}).output.empty());
}

TEST_CASE("explain says that FPGA families keep + and *") {
    const Scratch scratch;
    const Words words{"--a", "int8", "--lanes", "8", "--technology", "xilinx"};
    const auto parts = explained(scratch, words)["parts"];
    CHECK(std::all_of(parts.begin(), parts.end(), is_form));
}

TEST_CASE("explain refuses what gen refuses") {
    const Scratch scratch;
    const auto unknown = scratch.mxgen({"explain", "--a", "int8", "--optimise", "speed"});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.output, Contains("balanced"));
    CHECK(scratch.mxgen({"explain", "none.toml"}).code == 2);
}

TEST_CASE("each goal makes RTL of its own") {
    const Scratch scratch;
    const Words common{"gen", "--a", "mxfp8_e4m3", "--lanes", "16", "--json", "--optimise"};
    std::vector<std::map<std::string, std::string>> rtl;
    for (const char* goal : {"area", "delay", "energy", "balanced"}) {
        Words words = common;
        words.insert(words.end(), {goal, "--name", "dut", "-o", goal});
        REQUIRE(scratch.mxgen(words).ok());
        auto& hashes = rtl.emplace_back();
        const auto json = parse_json(read_file(scratch.path() / goal / "manifest.json"));
        for (const auto& file : json["files"])
            if (file["path"].get<std::string>().starts_with("rtl/"))
                hashes[file["path"]] = file["sha256"];
        CHECK(hashes.size() >= 2);
    }
    for (std::size_t i = 0; i < rtl.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) CHECK(rtl[i] != rtl[k]);
}

TEST_CASE("explain and gen go by the costs of the user's library and name them") {
    const Scratch scratch;
    // Its full adder takes several times what its exclusive ors do.
    std::ofstream(scratch.path() / "slow.lib") << test::timed_library(
        test::gate("na", 4, "AB", "!(A B)", 0.02) + test::gate("xo", 9, "AB", "A^B", 0.03) +
        "cell (fa) { area : 20; " + test::inputs("ABC") +
        test::output(
            "S", "A^B^C",
            test::arc("A", 0.6, 0.6) + test::arc("B", 0.6, 0.6) + test::arc("C", 0.6, 0.6)) +
        test::output(
            "K", "(A B) + (C (A + B))",
            test::arc("A", 0.6, 0.6) + test::arc("B", 0.6, 0.6) + test::arc("C", 0.6, 0.6)) +
        "} ");
    const Words sum{"--unit", "dot", "--a", "int4", "--lanes", "8", "--accumulator", "none"};
    const auto with = [&](Words more) {
        more.insert(more.begin(), sum.begin(), sum.end());
        return more;
    };
    const auto fitted = explained(scratch, with({}));
    CHECK(fitted["data"].get<std::string>().find("fitted to synthesis with osu018") == 0);
    CHECK_FALSE(fitted["costs"].contains("full_adder_of_gates"));
    const auto absent = explained(scratch, with({"--technology", "sky130"}));
    CHECK(absent["data"].get<std::string>().find("default") == 0);
    const auto read = explained(scratch, with({"--liberty", "slow.lib", "--optimise", "delay"}));
    CHECK(read["technology"] == "made");
    CHECK(read["data"].get<std::string>().find("read from the cells of made") == 0);
    // 0.6 + 0.04 ns in NANDs of 0.02 + 0.07.
    CHECK(read["costs"]["full_adder"]["sum_delays"][0].get<double>() == Approx(0.64 / 0.09));
    CHECK(read["costs"]["full_adder"]["gates"] == 5);
    const std::string chosen = read["parts"].back()["chosen"]["structure"];
    CHECK((chosen.starts_with("mixed compressor tree") ||
           chosen.starts_with("compressor tree of gates")));
    // The loop of the accumulator limits a product alone, whatever makes it.
    const auto alone =
        explained(scratch, {"--unit", "dot", "--a", "int8", "--lanes", "1", "--accumulator", "fp32",
                            "--liberty", "slow.lib", "--optimise", "delay"});
    CHECK(alone["parts"].back()["chosen"]["structure"] == "+ and * for the synthesis tool");
    CHECK(alone["parts"].back()["against"][0]["structure"] == "adder cells");
    CHECK(alone["designs"][0]["delay_ns"] <= alone["designs"].back()["delay_ns"]);
    const auto made = scratch.mxgen({"explain", "--unit", "multiply", "--a", "e4m3", "--liberty",
                                     "slow.lib", "--period-ns", "20", "--technology", "sky130"});
    INFO(made.output);
    CHECK(made.ok());

    const Words library{"--liberty", "slow.lib", "--optimise", "delay", "--name", "dut", "-o"};
    const auto made_into = [&](const std::string& command, const std::string& directory) {
        Words words = with(library);
        words.insert(words.begin(), command);
        words.push_back(directory);
        if (command == "cosim") words.insert(words.end(), {"--vectors", "500"});
        const auto done = scratch.mxgen(words);
        INFO(done.output);
        REQUIRE(done.ok());
        return read_file(scratch.path() / directory / "rtl" / "dut.sv");
    };
    CHECK(made_into("cosim", "simulated") == made_into("gen", "generated"));
}
