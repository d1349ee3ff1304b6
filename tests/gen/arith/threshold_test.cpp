// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/threshold.h"

#include <algorithm>

#include "gen/arith/ladder.h"
#include "sw/model/convert.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

TEST_CASE("magnitudes are shifted down by any number of places and cut off") {
    const unsigned bits = GENERATE(1u, 4u, 6u, 12u);
    const ir::Range range = GENERATE(ir::Range{-20, 20}, ir::Range{3, 9}, ir::Range{-3, 0});
    auto dut = interpreted([&](ir::Module& m) {
        const auto x = arith::align(m.input("mag_i", ir::Range::unsigned_bits(7)),
                                    m.input("down_i", range), bits, 0);
        m.output("whole_o", x.whole), m.output("sticky_o", x.sticky);
    });
    for (int mag = 0; mag < 128; ++mag)
        for (int down = static_cast<int>(range.lo); down <= static_cast<int>(range.hi); ++down) {
            dut.set("mag_i", mag), dut.set("down_i", down);
            dut.eval();
            const Dyadic exact(mag, -down);
            const auto floor = floor_in_units(exact, 0);
            INFO(mag << " down by " << down);
            REQUIRE(dut.get("whole_o") == std::min(floor, ir::Int(ir::pow2(bits) - 1)));
            REQUIRE((dut.get("sticky_o") != 0) == (exact != Dyadic(floor)));
        }
}

TEST_CASE("thresholds reached are counted, a few at once and many bit by bit") {
    const int count = GENERATE(1, 2, 3, 7, 12, 16, 17, 25, 40);
    std::vector<arith::Threshold> thresholds;
    for (int i = 0; i < count; ++i) thresholds.push_back({i + 1 + i * i / 16, i % 3 == 0});
    auto dut = interpreted([&](ir::Module& m) {
        const arith::Aligned x{m.input("whole_i", ir::Range::unsigned_bits(9)),
                               m.input("sticky_i", ir::Range::bit())};
        m.output("count_o", arith::count_reached(x, thresholds, m.input("factor_i", {1, 3})));
    });
    for (int whole = 0; whole < 512; ++whole)
        for (bool sticky : {false, true})
            for (int factor = 1; factor <= 3; ++factor) {
                dut.set("whole_i", whole), dut.set("sticky_i", sticky), dut.set("factor_i", factor);
                dut.eval();
                const auto reached = std::ranges::count_if(thresholds, [&](const auto& t) {
                    const auto value = t.value * factor;
                    return whole > value || (whole == value && (sticky || !t.strict));
                });
                INFO(whole << " sticky " << sticky << " factor " << factor);
                REQUIRE(dut.get("count_o") == reached);
            }
}

namespace {

/// Quotients mag * 2^exponent / divisor as elements, for every divisor of a scale with 3 bits.
void check_quotients(const arith::ElementRule& rule, std::uint32_t random) {
    auto dut = interpreted([&](ir::Module& m) {
        auto chosen = rule;
        chosen.rounding.random =
            m.input("random_i", ir::Range::unsigned_bits(rule.rounding.random_bits));
        const arith::Quotient x{.neg = m.input("neg_i", ir::Range::bit()),
                                .mag = m.input("mag_i", ir::Range::unsigned_bits(5)),
                                .exponent = m.input("exponent_i", {-9, 6}),
                                .divisor = m.input("divisor_i", {1, 15}),
                                .special = m.input("special_i", ir::Range::bit()),
                                .nan = m.input("nan_i", ir::Range::bit())};
        m.output("code_o", arith::encode_by_thresholds(chosen, x, m.input("clear_i", {0, 1})));
    });
    const RoundingRule golden{rule.rounding.rounding,
                              rule.propagate ? Overflow::propagate : Overflow::saturate,
                              static_cast<int>(rule.rounding.random_bits)};
    const auto check = [&](const model::ExactValue& x, bool clear, int divisor) {
        dut.set("neg_i", x.negative), dut.set("special_i", !x.is_finite());
        dut.set("nan_i", x.is_nan()), dut.set("clear_i", clear), dut.set("divisor_i", divisor);
        dut.set("random_i", random);
        dut.eval();
        const auto expected =
            model::convert_element(rule.format, x, 1, divisor, golden, random).code;
        REQUIRE(dut.get("code_o") == (clear ? arith::code_of_zero(rule.format) : expected));
    };
    for (int exponent = -9; exponent <= 6; exponent += 3)
        for (int mag = 0; mag < 32; ++mag)
            for (int divisor : {1, 8, 9, 11, 15})
                for (bool neg : {false, true}) {
                    INFO(rule.format.name << " " << mag << " * 2^" << exponent << " / " << divisor);
                    dut.set("mag_i", mag), dut.set("exponent_i", exponent);
                    check(model::finite_value(number_of(neg, mag, exponent), neg), false, divisor);
                    if (mag == 31) check(model::finite_value(1, neg), true, divisor);
                    if (mag != 0 || !rule.keeps_specials) continue;
                    check(model::infinite_value(neg), false, divisor);
                    check(model::nan_value(neg), false, divisor);
                }
}

}  // namespace

TEST_CASE("quotients become elements without a division, rounded once") {
    const auto rounding = GENERATE(from_range(general_roundings));
    const auto name = GENERATE(as<std::string>{}, "e2m1", "int4", "e3m2", "e3m2ieee", "e4m3", "nf4",
                               "posit8", "mant17", "khot<2,6>", "khot<2,5>s");
    for (unsigned choice = 0; choice < 4; ++choice) {
        arith::ElementRule rule{.format = *find_format(name), .rounding = {rounding, 3}};
        rule.format.asymmetric = rule.format.kind == Kind::integer && choice & 1;
        rule.propagate = choice & 1;
        rule.keeps_specials = choice & 2;
        check_quotients(rule, choice * 2 + 1);
    }
}
