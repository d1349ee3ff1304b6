// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/unit/units.h"

using namespace mxgen;

namespace {

const char* const schema_file = MXGEN_SOURCE_DIR "/docs/schema/config.schema.json";

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Config made(const std::map<std::string, std::string>& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return resolve(settings);
}

}  // namespace

TEST_CASE("the approved docs/schema/config.schema.json is what the table of keys says") {
    const std::string schema = to_text(config_schema());
    if (std::getenv("MXGEN_APPROVE") != nullptr) std::ofstream(schema_file) << schema;
    CHECK(text_of(schema_file) == schema);
}

TEST_CASE("every key has a help, a default that it accepts, and a flag of its own meaning") {
    std::map<std::string, std::string> names;
    for (const Key& key : keys()) {
        INFO(key.path());
        CHECK_FALSE(key.help.empty());
        CHECK_FALSE(key.units.empty());
        if (key.otherwise.empty()) CHECK_NOTHROW(check_value(key, {key.initial, "default"}));
        const auto [same, fresh] = names.emplace(key.flag(), key.name);
        CHECK((fresh || same->second == key.name));
    }
    CHECK(names.size() > 30);
}

TEST_CASE("each option that changes the circuit changes the derived name") {
    const std::vector<std::map<std::string, std::string>> distinct{
        {{"--a", "mxfp8_e4m3"}},
        {{"--a", "mxfp8_e5m2"}},
        {{"--a", "mxfp8_e4m3"}, {"--b", "mxfp4"}},
        {{"--a", "mxfp4"}, {"--b", "mxfp8_e4m3"}},
        {{"--a", "mxfp8_e4m3"}, {"--lanes", "8"}},
        {{"--a", "mxfp8_e4m3"}, {"--block", "8"}},
        {{"--a", "mxfp8_e4m3"}, {"--block", "16"}, {"--lanes", "8"}},
        {{"--a", "mxfp8_e4m3"}, {"--accumulator", "bf16"}},
        {{"--a", "mxfp8_e4m3"}, {"--accumulator", "fixed<40,-20>"}},
        {{"--a", "mxfp8_e4m3"}, {"--accumulator", "fixed<40,20>"}},
        {{"--a", "mxfp8_e4m3"}, {"--accumulator", "fixed"}},
        {{"--a", "mxfp8_e4m3"}, {"--accumulator", "fixed"}, {"--blocks", "7"}},
        {{"--a", "mxfp8_e4m3"}, {"--accumulator", "none"}},
        {{"--a", "mxfp8_e4m3"}, {"--initial", "true"}},
        {{"--a", "mxfp8_e4m3"}, {"--multiplier", "lmul"}},
        {{"--a", "mxfp8_e4m3"}, {"--multiplier", "rounded"}},
        {{"--a", "mxfp8_e4m3"}, {"--multiplier", "lmul"}, {"--lmul-mode", "eq1"}},
        {{"--a", "mxfp8_e4m3"}, {"--multiplier", "lmul"}, {"--lmul-l", "none"}},
        {{"--a", "mxfp8_e4m3"}, {"--multiplier", "lmul"}, {"--lmul-l", "4"}},
        {{"--a", "mxfp8_e4m3"}, {"--multiplier", "lmul"}, {"--lmul-subnormals", "normalize"}},
        {{"--a", "mxfp8_e4m3"}, {"--stages", "2"}},
        {{"--a", "mxfp8_e4m3"}, {"--period-ns", "2"}},
        {{"--a", "mxfp8_e4m3"}, {"--period-ns", "2.5"}},
        {{"--a", "mxfp8_e4m3"}, {"--optimise", "area"}},
        {{"--a", "mxfp8_e4m3"}, {"--technology", "osu035"}},
        {{"--a", "int8"}},
        {{"--a", "int8"}, {"--accumulator", "int"}},
        {{"--a", "int8"}, {"--accumulator", "int"}, {"--blocks", "1"}},
        {{"--a", "int8"}, {"--accumulator", "int20 wrap"}},
        {{"--a", "int8"}, {"--accumulator", "int20 saturate"}},
        {{"--a", "int8"}, {"--lanes", "8"}},
        {{"--a", "int8"}, {"--lanes", "8"}, {"--block", "32"}},
        {{"--a", "int8"}, {"--accumulator", "int"}, {"--modes", "int8,2xint4"}},
        {{"--a", "e4m3"}},
        {{"--a", "e4m3"}, {"--unit", "multiply"}},
        {{"--a", "e4m3"}, {"--unit", "multiply"}, {"--full-product", "true"}},
        {{"--a", "e4m3"}, {"--unit", "multiply"}, {"--overflow", "propagate"}},
        {{"--a", "mxfp4"}, {"--unit", "array"}},
        {{"--a", "mxfp4"}, {"--unit", "array"}, {"--rows", "4"}},
        {{"--a", "mxfp4"}, {"--unit", "array"}, {"--cols", "4"}},
        {{"--a", "mxfp4"}, {"--unit", "array"}, {"--accumulator", "bf16"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--input", "bf16"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--scale-rule", "even"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--rounding", "sr"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--rounding", "sr"}, {"--random-bits", "4"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--overflow", "propagate"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--nonfinite", "saturate"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--clip", "asymmetric"}},
        {{"--a", "mxfp4"}, {"--unit", "convert"}, {"--lanes", "4"}},
        {{"--a", "mxfp4"}, {"--unit", "deconvert"}},
        {{"--a", "mxfp4"}, {"--unit", "deconvert"}, {"--output", "bf16"}},
    };
    std::set<std::string> names;
    for (const auto& flags : distinct) {
        const Config c = made(flags);
        INFO(c.name);
        CHECK(is_module_name(c.name));
        CHECK(names.insert(c.name).second);
    }
}

TEST_CASE("the resolved configuration holds only what serves its unit") {
    const auto json = to_json(made({{"--a", "mxfp4"}, {"--unit", "convert"}}));
    CHECK(json.contains("convert"));
    CHECK_FALSE(json.contains("array"));
    CHECK_FALSE(json.contains("b"));
    CHECK(json["convert"]["lanes"] == 32);
}
