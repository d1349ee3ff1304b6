// SPDX-License-Identifier: Apache-2.0
// The legal range of every key that has one, from the table of keys: both ends make a design in
// each unit that the key serves, what is beyond is refused.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "gen/ir/poll.h"
#include "sw/package/design.h"
#include "sw/support/names.h"
#include "tests/support/case_seed.h"
#include "tests/support/config_of.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using testing::Flags;

namespace {

/// Small designs of each unit in which its keys have a meaning.
const std::vector<Flags> small_designs{
    {{"--unit", "multiply"}, {"--a", "e2m1"}},
    {{"--unit", "multiply"}, {"--a", "e2m1"}, {"--multiplier", "lmul"}},
    {{"--unit", "dot"}, {"--a", "int2"}, {"--lanes", "1"}, {"--accumulator", "int9 wrap"}},
    {{"--unit", "dot"}, {"--a", "int2"}, {"--accumulator", "int"}},
    {{"--unit", "dot"}, {"--a", "e2m1"}, {"--lanes", "1"}, {"--multiplier", "lmul"}},
    {{"--unit", "array"}, {"--a", "int2"}, {"--lanes", "1"}, {"--accumulator", "int9 wrap"}},
    {{"--unit", "array"}, {"--a", "int2"}, {"--accumulator", "int"}},
    {{"--unit", "array"},
     {"--a", "int2"},
     {"--lanes", "1"},
     {"--accumulator", "int9 wrap"},
     {"--rows", "256"},
     {"--cols", "256"}},
    {{"--unit", "array"}, {"--a", "e2m1"}, {"--lanes", "1"}, {"--multiplier", "lmul"}},
    {{"--unit", "convert"}, {"--a", "mxfp4"}, {"--input", "bf16"}},
    {{"--unit", "convert"},
     {"--a", "mxfp4"},
     {"--block", "1"},
     {"--input", "bf16"},
     {"--rotate", "16"}},
    {{"--unit", "convert"}, {"--a", "mxfp4"}, {"--block", "1024"}, {"--input", "bf16"}},
    {{"--unit", "convert"}, {"--a", "e2m1"}, {"--block", "1"}, {"--rounding", "sr"}},
    {{"--unit", "convert"},
     {"--a", "e2m1"},
     {"--block", "1"},
     {"--rounding", "sr"},
     {"--random", "lfsr"}},
    {{"--unit", "deconvert"}, {"--a", "e2m1"}, {"--block", "1"}},
};

bool has_range(const Key& key) {
    return key.type == KeyType::integer || key.type == KeyType::number ||
           key.takes_text_or_numbers();
}

int polled = 0;

/// Whether some design takes the value of the flag, is made, and could have been interrupted.
bool is_made(std::string_view unit, const std::string& flag, const std::string& text,
             std::string& refusals) {
    for (Flags flags : small_designs) {
        if (flags.front().second != unit) continue;
        std::erase_if(flags, [&](const auto& one) { return one.first == flag; });
        flags.emplace_back(flag, text);
        polled = 0;
        const auto refused =
            testing::refusal([&] { package::generate(testing::config_of(flags)); });
        refusals += refused + "\n";
        if (refused.empty() && polled > 0) return true;
        // How short a period and how few stages may be, the circuit says: its own end is made.
        const bool is_circuits = refused.find("cannot be met") != refused.npos;
        if (is_circuits && is_made(unit, flag, refused.substr(refused.rfind(' ') + 1), refusals))
            return true;
    }
    return false;
}

}  // namespace

TEST_CASE("both ends of every range make a design in every unit that the key serves") {
    ir::set_poll([] { ++polled; });
    int ends = 0;
    for (const Unit* unit : units()) {
        for (const UnitKey& key : keys_of(*unit)) {
            if (!has_range(key.row)) continue;
            for (const double end : {key.row.min, key.row.max}) {
                const std::string text = fmt::format("{}", end);
                std::string refusals;
                const bool made = is_made(unit->name(), key.row.flag(), text, refusals);
                INFO(unit->name() << " " << key.row.flag() << " " << text << "\n" << refusals);
                CHECK(made);
                ++ends;
            }
        }
    }
    ir::set_poll(nullptr);
    CHECK(ends > 50);
}

TEST_CASE("what is beyond a range by one is refused with the range and its end") {
    int checked = 0;
    for (const Key& key : keys()) {
        if (!has_range(key)) continue;
        for (const auto& [beyond, end] :
             {std::pair{key.min - 1, key.min}, std::pair{key.max + 1, key.max}}) {
            const Setting setting{key.type == KeyType::number || key.type == KeyType::text_or_number
                                      ? KeyValue(beyond)
                                      : KeyValue(static_cast<long long>(beyond)),
                                  "c.toml:1:1"};
            CHECK_THAT(testing::refusal([&] { check_value(key, setting); }),
                       Contains("c.toml:1:1: " + key.path()) &&
                           Contains(fmt::format("allowed: {} to {}", key.min, key.max)) &&
                           Contains(fmt::format("nearest: {}", end)));
            ++checked;
        }
    }
    CHECK(checked > 20);
}

TEST_CASE("names that are derived are names of modules, of every format and unit") {
    std::vector<std::string> names;
    for (const BlockFormat& f : block_formats()) names.push_back(f.name);
    for (const Format& f : formats()) names.push_back(f.name);
    for (const char* more : {"e2m1b-3", "e5m3b-128", "e8m7b255", "e4m3b0fn", "e5m2b-7ieee", "int2",
                             "int16", "mant0", "mant127", "e1m1", "e3m0b-1"})
        names.emplace_back(more);
    const testing::CaseSeed seed("formats of the families");
    std::mt19937 random(seed);
    for (int i = 0; i < 100; ++i)
        names.push_back(fmt::format("e{}m{}b{}{}", 1 + random() % 8, random() % 8,
                                    static_cast<int>(random() % 384) - 128,
                                    std::vector{"", "fn", "ieee"}[random() % 3]));
    int legal = 0;
    for (const Unit* unit : units())
        for (const std::string& a : names) {
            const Flags flags{{"--unit", std::string(unit->name())}, {"--a", a}};
            std::string name;
            const auto refused = testing::refusal([&] { name = testing::config_of(flags).name; });
            INFO(unit->name() << " " << a << " " << refused);
            CHECK_THAT(refused, !Contains("no module name"));
            if (!refused.empty()) continue;
            CHECK(is_module_name(name));
            CHECK(name.find(a.substr(0, a.find('-'))) != name.npos);
            ++legal;
        }
    CHECK(legal > 400);
}
