// SPDX-License-Identifier: Apache-2.0
#include "sw/config/table.h"

#include <catch2/catch.hpp>

#include "tests/support/refusal.h"

using namespace mxgen;
using Catch::Matchers::Contains;

namespace {

std::string table_refusal(const std::string& text) {
    return testing::refusal([&] { parse_table_format(text, "t.toml"); });
}

}  // namespace

TEST_CASE("a user's table is a format") {
    const Format f = parse_table_format("name = \"mine\"\nvalues = [0, 0.5, -1e-3, nan]", "t.toml");
    CHECK(f.name == "mine");
    CHECK(f.bits == 2);
    CHECK(f.kind == Kind::table);
    CHECK(f.values[1] == Dyadic(1, -1));
    CHECK(f.values[2] == from_double(-1e-3));
    CHECK_FALSE(f.values[3]);
}

TEST_CASE("a table that is no format is refused with its place") {
    CHECK_THAT(table_refusal("name = \"mine\"\nvalues = [0, 1, 2]"), Contains("t.toml:2:10"));
    CHECK_THAT(table_refusal("name = \"mine\"\nvalues = [0, 0, 0, 0]"),
               Contains("not all of them zero"));
    CHECK_THAT(table_refusal("name = \"mine\"\nvalues = [0, 1, 2, inf]"), Contains("t.toml:2:20"));
    CHECK_THAT(table_refusal("name = \"mine\"\nvalues = [0, 1, 2, \"3\"]"),
               Contains("is no number; allowed: finite"));
    CHECK_THAT(table_refusal("name = \"mine\""), Contains("allowed: a list of numbers"));
    CHECK_THAT(table_refusal("values = [0, 1, 2, 3]"),
               Contains("allowed: a text of small letters"));
    CHECK_THAT(table_refusal("name = \"../x\"\nvalues = [0, 1, 2, 3]"),
               Contains("allowed: a text of small letters"));
    CHECK_THAT(table_refusal("name = \"e4m3\"\nvalues = [0, 1, 2, 3]"),
               Contains("allowed: a text of small letters"));
    CHECK_THAT(table_refusal("nam = \"mine\""), Contains("nearest: name"));
    CHECK_THAT(table_refusal("name = "), Contains("t.toml:1:"));
}
