// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sw/support/pattern.h"
#include "tests/cli/mxgen.h"
#include "tests/support/tools.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using namespace mxgen::test;
using Catch::Matchers::Contains;

namespace {

/// A manual page without its macros: "\-" is a minus, "\fB" begins bold.
std::string plain(const std::string& page) {
    std::string out;
    for (std::size_t i = 0; i < page.size(); ++i) {
        if (page[i] != '\\') {
            out += page[i];
            continue;
        }
        const char escape = page[++i];
        if (escape == 'f') ++i;
        if (escape == '-') out += '-';
        if (escape == 'e') out += '\\';
    }
    return out;
}

/// The long options that a help names, in its order.
std::vector<std::string> long_options(const std::string& help) {
    static const Pattern option(R"(^ +(?:-[a-z],)?(--[a-z0-9-]+)\b)");
    std::vector<std::string> found;
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);)
        if (const auto match = option.find(line)) found.push_back(match->at(1));
    return found;
}

}  // namespace

TEST_CASE("the manual page of each command has every option of its help") {
    const Scratch scratch;
    const std::string whole = plain(scratch.mxgen({"man"}).output);
    unsigned commands = 0, options = 0;
    static const Pattern listed(R"(^mxgen-([a-z]+)\(1\)$)");
    std::istringstream lines(whole);
    for (std::string line; std::getline(lines, line);) {
        const auto command = listed.find(line);
        if (!command) continue;
        const std::string name = command->at(1);
        INFO(name);
        const auto page = scratch.mxgen({"man", name});
        REQUIRE(page.ok());
        for (const std::string& option : long_options(scratch.mxgen({name, "--help"}).output)) {
            INFO(option);
            CHECK_THAT(plain(page.output), Contains(option));
            ++options;
        }
        ++commands;
    }
    CHECK(commands >= 13);
    CHECK(options > 200);
}

TEST_CASE("manual pages are set without a warning") {
    if (!has({"groff"})) return;
    const Scratch scratch;
    for (const std::string name : {"gen", "quantize", "ppa"}) {
        std::ofstream(scratch.path() / name) << scratch.mxgen({"man", name}).output;
        const auto set = scratch.run({"groff", "-man", "-Tascii", "-ww", "-z", name});
        INFO(set.output);
        CHECK(set.ok());
        CHECK(set.output.empty());
    }
}

TEST_CASE("a page of no command is refused, naming the nearest") {
    const Scratch scratch;
    const auto page = scratch.mxgen({"man", "quantise"});
    CHECK(page.code == 2);
    CHECK_THAT(page.output, Contains("nearest: quantize"));
}
