// SPDX-License-Identifier: Apache-2.0
#include "sw/support/pattern.h"

#include <catch2/catch.hpp>
#include <regex>

using namespace mxgen;

TEST_CASE("patterns find matches and their groups") {
    const Pattern pair(R"((\w)=(\d+)?)");
    CHECK(pair.find("a=12 b=") == Pattern::Groups{"a=12", "a", "12"});
    CHECK_FALSE(pair.find("none").has_value());
    CHECK(pair.find_all("a=12 b=") ==
          std::vector<Pattern::Groups>{{"a=12", "a", "12"}, {"b=", "b", ""}});
    CHECK(pair.find_all("").empty());
    CHECK(pair.match("a=12") == Pattern::Groups{"a=12", "a", "12"});
    CHECK_FALSE(pair.matches("a=12 "));
    CHECK(pair.replace("a=12 b=3", "$2") == "12 3");
    CHECK_THROWS_AS(Pattern("("), std::regex_error);
}

TEST_CASE("lines of any length take no stack") {
    const std::string digits(500'000, '1');
    CHECK(Pattern(R"(version (\d+))").find("version " + digits)->at(1).size() == 4096 - 8);
    CHECK(Pattern("ERROR: .*").find_all("ERROR: " + digits + "\nERROR: b").size() == 2);
    CHECK_FALSE(Pattern(".*").matches(digits));
    CHECK(Pattern("x").replace(digits + "x", "y") == digits + "y");
}
