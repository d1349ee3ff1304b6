// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/formula.h"

#include <catch2/catch.hpp>
#include <map>

#include "sw/support/error.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::sweep;

namespace {

FormulaValue value_of(const std::string& name) {
    static const std::map<std::string, FormulaValue> values{{"array.rows", 8.0},
                                                            {"array.cols", 4.0},
                                                            {"a.format", std::string("mxfp4")},
                                                            {"b.format", std::string("mxint8")},
                                                            {"dot.initial", true}};
    const auto found = values.find(name);
    return found == values.end() ? FormulaValue{} : found->second;
}

bool holds(const std::string& text) { return Formula(text, "s.toml:3:9").holds(value_of); }

std::string formula_fault(const std::string& text) {
    return mxgen::testing::refusal([&] { holds(text); });
}

}  // namespace

TEST_CASE("a condition is computed as it reads") {
    CHECK(holds("array.rows * array.cols == 32"));
    CHECK(holds("array.rows - 2 * array.cols == 0 and a.format != b.format"));
    CHECK(holds("array.rows / array.cols - 1 >= 1"));
    CHECK(holds("not (array.rows < 8 or array.cols > 4)"));
    CHECK(holds("a.format == 'mxfp4' and b.format == \"mxint8\""));
    CHECK(holds("dot.initial and -array.cols < -3.5e0"));
    CHECK(holds("array.rows > 100 or true and array.cols < 5"));
    CHECK_FALSE(holds("array.rows != 8"));
    CHECK_FALSE(holds("true and false or false"));
    CHECK(holds("1e-3 < 0.0011"));
    CHECK(holds("2 - 1 - 1 == 0"));
}

TEST_CASE("a condition does not speak of designs without its names") {
    CHECK(holds("convert.lanes > 4"));
    CHECK(holds("convert.lanes > 4 and array.rows == 9"));
    CHECK_FALSE(holds("array.rows == 9 and convert.lanes > 4"));
    CHECK(Formula("x.y < z and x.y > 2", "o").names() == std::vector<std::string>{"x.y", "z"});
}

TEST_CASE("what is no condition is refused with its place") {
    for (const char* text :
         {"", "array.rows <", "array.rows 8", "(array.rows == 8", "'open == 8", "array.rows == 8)",
          "array.rows = 8", "and", "3 + not", "a.format & 1"}) {
        INFO(text);
        const std::string message = formula_fault(text);
        CHECK(message.starts_with("s.toml:3:9: where.holds = "));
        CHECK(message.find("allowed:") != message.npos);
        CHECK(message.find("nearest:") != message.npos);
    }
    CHECK(formula_fault("array.rows <").find("at 13: the end") != std::string::npos);
    for (const char* text : {"array.rows + 8", "a.format < 3", "a.format == 3", "not array.rows",
                             "dot.initial + 1 > 0"}) {
        INFO(text);
        CHECK(formula_fault(text).find("does not take these values") != std::string::npos);
    }
    CHECK(formula_fault(std::string(5000, ' ') + "true").find("characters") != std::string::npos);
    CHECK(formula_fault(std::string(500, '(')).find("too deep") != std::string::npos);
    CHECK(formula_fault(std::string(500, '-')).find("too deep") != std::string::npos);
}
