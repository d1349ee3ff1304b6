// SPDX-License-Identifier: Apache-2.0
#include "sw/package/settled.h"

#include <catch2/catch.hpp>
#include <map>

#include "sw/package/design.h"
#include "sw/package/frontier.h"
#include "sw/package/lowering.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::package;
using mxgen::testing::config_of;
using mxgen::testing::Flags;
using mxgen::testing::refusal;

namespace {

/// Loops of floats and integers, no loop, and rows of results that are slower than the sums.
const std::vector<Flags> units_in_haste{
    {{"--unit", "dot"}, {"--a", "mxfp4"}, {"--lanes", "4"}, {"--block", "4"}},
    {{"--unit", "dot"},
     {"--a", "mxfp8_e4m3"},
     {"--lanes", "2"},
     {"--block", "4"},
     {"--accumulator", "late<24>"}},
    {{"--unit", "dot"}, {"--a", "int8"}, {"--lanes", "2"}, {"--accumulator", "int32 wrap"}},
    {{"--unit", "dot"}, {"--a", "int8"}, {"--lanes", "4"}, {"--accumulator", "none"}},
    {{"--unit", "array"},
     {"--a", "int2"},
     {"--lanes", "1"},
     {"--accumulator", "int8 wrap"},
     {"--rows", "2"},
     {"--cols", "4"},
     {"--lowering", "plain"},
     {"--output", "mxfp8_e4m3_b4"}},
    {{"--unit", "array"},
     {"--a", "mxfp4"},
     {"--lanes", "4"},
     {"--block", "4"},
     {"--rows", "2"},
     {"--cols", "2"},
     {"--dataflow", "weight_stationary"}},
    {{"--unit", "multiply"}, {"--a", "e4m3"}},
    {{"--unit", "convert"}, {"--a", "mxfp4"}, {"--block", "4"}, {"--input", "bf16"}},
    {{"--unit", "deconvert"}, {"--a", "mxfp4"}, {"--block", "4"}},
};

Config fastest_of(Flags flags, const Flags& more = {}) {
    flags.push_back({"--period-ns", "fastest"});
    flags.insert(flags.end(), more.begin(), more.end());
    return config_of(flags);
}

Config settled(const Config& config) { return package::settled(config, target_of(config)); }

int turns_of(const Config& config) { return unit_of(config).turns(config.design); }

bool is_met(Config config, double period_ns) {
    config.timing.fastest = false, config.timing.period_ns = period_ns;
    return refusal([&] { generate(config); }).empty();
}

}  // namespace

TEST_CASE("the fastest period is met, and with no turns a much shorter one") {
    const Config config = fastest_of(GENERATE(from_range(units_in_haste)));
    const Config made = settled(config);
    INFO(to_json(made).dump());
    REQUIRE(made.timing.period_ns);
    const double period = *made.timing.period_ns;
    CHECK_FALSE(made.timing.fastest);
    CHECK(made.name == config.name);
    CHECK(is_met(made, period));
    // Three digits, and what the estimates cannot tell.
    for (const Config& turned : with_turns(config)) CHECK_FALSE(is_met(turned, period * 0.96));
}

TEST_CASE("a count of turns that is given stays, one that gains nothing is not taken") {
    for (const char* turns : {"1", "3", "5"}) {
        const Config made = settled(fastest_of(units_in_haste[0], {{"--interleave", turns}}));
        CHECK(turns_of(made) == std::stoi(turns));
        CHECK(is_met(made, *made.timing.period_ns));
    }
    const Config alone = settled(fastest_of(units_in_haste[0], {{"--interleave", "1"}}));
    const Config chosen = settled(fastest_of(units_in_haste[0]));
    CHECK(turns_of(chosen) > 1);
    CHECK(*chosen.timing.period_ns < 0.7 * *alone.timing.period_ns);
    // One addition is the longest operation, and more registers cannot divide it.
    const Flags plain{{"--unit", "dot"},
                      {"--a", "int8"},
                      {"--lanes", "2"},
                      {"--accumulator", "int32 wrap"},
                      {"--lowering", "plain"}};
    const Config few = settled(fastest_of(plain));
    const Config many = settled(fastest_of(plain, {{"--interleave", "8"}}));
    CHECK(turns_of(few) < 4);
    CHECK(*few.timing.period_ns <= 1.02 * *many.timing.period_ns);
}

TEST_CASE("the fastest design is the one that its own configuration makes") {
    const Config config = fastest_of(units_in_haste[0]);
    const Design made = generate(config);
    REQUIRE(made.config.timing.period_ns);
    CHECK(to_json(made.config) == to_json(settled(config)));
    Flags flags = units_in_haste[0];
    flags.push_back({"--name", config.name});
    flags.push_back({"--interleave", std::to_string(turns_of(made.config))});
    flags.push_back({"--period-ns", fmt::format("{}", *made.config.timing.period_ns)});
    const Design again = generate(config_of(flags));
    CHECK(to_json(again.config) == to_json(made.config));
    REQUIRE(again.rtl.size() == made.rtl.size());
    for (std::size_t i = 0; i < made.rtl.size(); ++i) CHECK(again.rtl[i].text == made.rtl[i].text);
}

TEST_CASE("numbers of stages and technologies without data do not go with the fastest period") {
    const auto told = [](const Flags& more) {
        return refusal([&] { settled(fastest_of(units_in_haste[0], more)); });
    };
    CHECK(told({{"--stages", "2"}}).find("are both given") != std::string::npos);
    CHECK(told({{"--technology", "sky130"}}).find("has no data on delays") != std::string::npos);
    CHECK(told({}) == "");
}

TEST_CASE("for energy a unit has more stages than its period needs, or none") {
    const auto paced = [](const Flags& more) {
        Flags flags{{"--unit", "dot"}, {"--a", "mxfp4"}, {"--lanes", "8"}, {"--block", "8"}};
        flags.insert(flags.end(), more.begin(), more.end());
        return config_of(flags);
    };
    const std::pair<std::string, std::string> energy{"--optimise", "energy"};
    const Config config = paced({{"--period-ns", "20"}, energy});
    const Config made = settled(config);
    REQUIRE(made.timing.paced_stages);
    CHECK(*made.timing.paced_stages > 1);
    CHECK(made.timing.period_ns == 20);
    CHECK(to_json(made) == to_json(config));
    const Design design = generate(config);
    CHECK(design.interface.latency_cycles == *made.timing.paced_stages);
    const Design again = generate(made);
    for (std::size_t i = 0; i < design.rtl.size(); ++i)
        CHECK(again.rtl[i].text == design.rtl[i].text);
    for (const Flags& others : {Flags{{"--period-ns", "20"}},
                                {{"--stages", "2"}, energy},
                                {energy},
                                {{"--period-ns", "20"}, energy, {"--technology", "xilinx"}}})
        CHECK_FALSE(settled(paced(others)).timing.paced_stages);
}

TEST_CASE("stages for energy leave an array's results their own") {
    Config config = settled(config_of({{"--unit", "array"},
                                       {"--a", "mxfp4"},
                                       {"--lanes", "8"},
                                       {"--block", "8"},
                                       {"--rows", "2"},
                                       {"--cols", "2"},
                                       {"--output", "mxint8_b2"},
                                       {"--period-ns", "20"},
                                       {"--optimise", "energy"}}));
    const auto made = [&] {
        const Design design = generate(config);
        std::map<std::string, std::string> text;
        for (const RtlFile& file : design.rtl) text[file.module] = file.text;
        return text;
    };
    REQUIRE(config.timing.paced_stages.value() > 1);
    auto paced = made();
    config.timing.paced_stages = 0;
    auto alone = made();
    CHECK(paced.at(config.name + "_dot") != alone.at(config.name + "_dot"));
    CHECK(paced.at(config.name + "_result") == alone.at(config.name + "_result"));
}
