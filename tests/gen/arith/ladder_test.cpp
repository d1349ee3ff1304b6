// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/ladder.h"

#include "sw/model/round.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

const std::vector<std::string> ladder_formats{"e4m3",   "e2m1",     "e5m2",     "e3m4",
                                              "e3m0",   "e3m2ieee", "int4",     "int8",
                                              "posit8", "nf4",      "hifloat8", "mant17"};

/// Whether rungs climb, and stand for the codes' numbers; one rung may lie beyond the numbers.
void check_climb(const Format& f, const arith::Ladder& l, int unit, bool negative) {
    REQUIRE(l.values.size() == l.codes.size());
    REQUIRE_FALSE(l.values.empty());
    for (std::size_t i = 0; i < l.values.size(); ++i) {
        const auto x = model::decode(f, static_cast<std::uint32_t>(l.codes[i]));
        INFO(f.name << " rung " << i << " code " << l.codes[i]);
        if (i > 0) CHECK(l.values[i - 1] < l.values[i]);
        if (x.is_finite())
            CHECK(x.number == number_of(negative, l.values[i], unit));
        else
            CHECK(i + 1 == l.values.size());
    }
    CHECK(std::ranges::find(l.codes, l.largest) != l.codes.end());
}

}  // namespace

TEST_CASE("ladders climb through all numbers of each sign") {
    const auto f = *find_format(GENERATE(from_range(ladder_formats)));
    const auto propagate = GENERATE(false, true);
    const auto l = arith::ladders(f, propagate);
    check_climb(f, l.positive, l.unit, false);
    check_climb(f, l.negative, l.unit, true);
    if (l.is_symmetric) CHECK(l.positive.values == l.negative.values);
    const bool has_beyond = f.kind == Kind::floating && f.specials != Specials::none;
    const auto last = static_cast<std::uint32_t>(l.positive.codes.back());
    CHECK(model::decode(f, last).is_finite() == !(propagate && has_beyond));
    const auto largest = static_cast<std::uint32_t>(l.positive.largest);
    CHECK(model::decode(f, largest).number == model::max_finite(f));
}

TEST_CASE("every finite number stands on a ladder") {
    for (const auto& f : formats_named(ladder_formats)) {
        const auto l = arith::ladders(f, false);
        for (std::uint32_t code = 0; code < model::code_count(f); ++code) {
            const auto x = model::decode(f, code);
            if (!x.is_finite()) continue;
            const bool most_negative = f.kind == Kind::integer && code == model::code_count(f) / 2;
            const auto& side = x.number.is_negative() ? l.negative : l.positive;
            const auto value = floor_in_units(abs(x.number), l.unit);
            const bool found = std::ranges::find(side.values, value) != side.values.end();
            INFO(f.name << " code " << code);
            CHECK(found == !most_negative);
        }
    }
}

TEST_CASE("the clip of an integer adds the most negative number") {
    auto f = *find_format("int4");
    f.asymmetric = true;
    const auto l = arith::ladders(f, false);
    CHECK(l.negative.values.back() == 8);
    CHECK(l.negative.codes.back() == 8);
    CHECK(l.positive.values.back() == 7);
    CHECK_FALSE(l.is_symmetric);
}

TEST_CASE("zero becomes the code that the golden model writes") {
    for (const auto& f : formats_named(ladder_formats)) {
        INFO(f.name);
        CHECK(arith::code_of_zero(f) == model::encode(f, model::finite_value(0)).code);
    }
}
