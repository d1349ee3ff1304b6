// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/booth.h"

#include <catch2/catch.hpp>

#include "gen/view/interpret.h"

using namespace mxgen;
using namespace mxgen::ir;

TEST_CASE("digits in radix 4 make up every factor") {
    const unsigned bits = GENERATE(1u, 2u, 3u, 4u, 7u, 8u);
    const auto range =
        GENERATE_COPY(Range::unsigned_bits(bits), Range::signed_bits(bits + 1), Range{0, 2 * bits});
    const unsigned digits = lower::booth_digits(range);
    Module m{"dut", "Digits."};
    const auto b = m.input("b_i", range);
    for (unsigned i = 0; i < digits; ++i) {
        const auto digit = lower::booth_digit(b, i);
        m.output("one" + std::to_string(i) + "_o", digit.one);
        m.output("two" + std::to_string(i) + "_o", digit.two);
        m.output("negative" + std::to_string(i) + "_o", digit.negative);
    }
    view::Interpreter dut(m.circuit());
    for (Int x = range.lo; x <= range.hi; ++x) {
        dut.set("b_i", x);
        dut.eval();
        Int sum = 0;
        for (unsigned i = 0; i < digits; ++i) {
            const auto at = [&](const char* part) {
                return dut.get(part + std::to_string(i) + "_o");
            };
            const Int magnitude = at("one") + 2 * at("two");
            REQUIRE(magnitude <= 2);
            sum += (at("negative") != 0 ? Int(-magnitude) : magnitude) << (2 * i);
        }
        REQUIRE(sum == x);
    }
}

TEST_CASE("rows of digits are smaller than all pairs of bits where factors are wide") {
    const auto wide = Range::signed_bits(24), narrow = Range::signed_bits(3);
    CHECK(lower::booth_product(wide, wide).gates < lower::array_product(wide, wide).gates);
    CHECK(lower::booth_product(narrow, narrow).gates > lower::array_product(narrow, narrow).gates);
}
