// SPDX-License-Identifier: Apache-2.0
#include "sw/support/names.h"

#include <catch2/catch.hpp>

using namespace mxgen;

TEST_CASE("module names are lower-case identifiers and no keywords") {
    CHECK(is_module_name("dot_e4m3_x32"));
    for (const char* bad : {"", "1a", "_a", "a-b", "A", "module", "a b", "logic", "a\n"}) {
        CHECK_FALSE(is_module_name(bad));
    }
    CHECK_FALSE(is_module_name(std::string(201, 'a')));
}

TEST_CASE("texts of users are made fit to print") {
    CHECK(in_quotes("fp32") == "\"fp32\"");
    CHECK(in_quotes("a\x1b[31m\n") == "\"a\\x1b[31m\\x0a\"");
    CHECK(in_quotes(std::string(100, 'a')) == '"' + std::string(60, 'a') + "...\"");
    CHECK(enumerated({"a", "b", "c"}) == "a, b or c");
    CHECK(enumerated({"a"}) == "a");
}
