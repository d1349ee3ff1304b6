// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/round.h"

#include "sw/model/round.h"
#include "tests/gen/arith/circuit.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

constexpr unsigned mag_bits = 8;

/// A circuit from neg_i, mag_i, exponent_i; `lsb` puts the highest bit of mag at the smallest
/// normal number of the format where the exponent is `normal_from`.
template <class Finish>
view::Interpreter rounder(const Format& f, int exponents, int normal_from, int& lsb,
                          Finish finish) {
    lsb = 1 - f.bias - static_cast<int>(mag_bits - 1) - normal_from;
    return interpreted([&](ir::Module& m) {
        const arith::Unrounded x{m.input("neg_i", ir::Range::bit()),
                                 m.input("mag_i", ir::Range::unsigned_bits(mag_bits)),
                                 m.input("exponent_i", ir::Range{0, exponents}), lsb};
        finish(m, x);
    });
}

arith::SpecialResult no_special() { return {0, 0, 0}; }

/// Every sign, magnitude and exponent; expected(number) is the code.
template <class Expected>
void check_magnitudes(view::Interpreter& dut, int exponents, int lsb, bool has_sign,
                      Expected expected) {
    unsigned compared = 0;
    for (int exponent = 0; exponent <= exponents; ++exponent)
        for (unsigned mag = 0; mag < 1u << mag_bits; ++mag)
            for (bool neg : {false, true}) {
                if (neg && !has_sign) continue;
                dut.set("neg_i", neg), dut.set("mag_i", mag), dut.set("exponent_i", exponent);
                dut.eval();
                const auto x = number_of(neg, mag, exponent + lsb);
                INFO(to_string(x));
                REQUIRE(dut.get("code_o") == expected(x));
                ++compared;
            }
    CHECK(compared == (exponents + 1) * (1u << mag_bits) * (has_sign ? 2 : 1));
}

/// The magnitude truncated to `bits` significant bits, as the tensorcore rule says.
Dyadic truncated_magnitude(const Format& f, const Dyadic& x, int bits) {
    if (x.is_zero()) return x;
    const int unit = std::max(exponent_of(x), model::min_exponent(f)) - bits + 1;
    const Dyadic magnitude(floor_in_units(abs(x), unit), unit);
    return x.is_negative() ? -magnitude : magnitude;
}

}  // namespace

TEST_CASE("exact numbers become the nearest of a format, from its smallest to beyond its largest") {
    auto f = *find_format(GENERATE(as<std::string>{}, "e4m3ieee", "e3m2ieee", "e5m2", "e2m5ieee"));
    const int exponents = (1 << f.exponent_bits) + 3;
    int lsb = 0;
    auto dut = rounder(f, exponents, 0, lsb, [&](ir::Module& m, const arith::Unrounded& x) {
        m.output("code_o", arith::round_to_float(f, x, no_special()));
    });
    check_magnitudes(dut, exponents, lsb, true,
                     [&](const Dyadic& x) { return model::round_to(f, model::finite_value(x)); });
}

TEST_CASE("numbers below the smallest normal one underflow gradually, by one rounding") {
    auto f = *find_format(GENERATE(as<std::string>{}, "e4m3ieee", "e3m2ieee", "e5m2"));
    const int normal_from = 14, exponents = 18;
    int lsb = 0;
    auto dut = rounder(f, exponents, normal_from, lsb, [&](ir::Module& m, arith::Unrounded x) {
        m.output("code_o", arith::round_to_float(f, arith::gradual(f, x), no_special()));
    });
    check_magnitudes(dut, exponents, lsb, true, [&](const Dyadic& x) {
        // An exact zero is +0; what underflows keeps its sign.
        return model::round_to(f, model::finite_value(x, x.is_negative()));
    });
}

TEST_CASE("codes of magnitudes go on beyond the largest number") {
    auto f = *find_format(GENERATE(as<std::string>{}, "e4m3", "e2m1", "e5m2", "e3m4"));
    const int exponents = (1 << f.exponent_bits) + 3;
    int lsb = 0;
    auto dut = rounder(f, exponents, 0, lsb, [&](ir::Module& m, const arith::Unrounded& x) {
        m.output("code_o", arith::round_magnitude(f, x));
    });
    check_magnitudes(dut, exponents, lsb, false, [&](const Dyadic& x) {
        return x.is_zero() ? Integer(0) : model::magnitude_code(f, x);
    });
}

TEST_CASE("magnitudes are truncated to any number of bits") {
    auto f = *find_format("e4m5ieee");
    const int exponents = 20;
    const auto bits = GENERATE(1, 2, 4, 6);
    int lsb = 0;
    auto dut = rounder(f, exponents, 0, lsb, [&](ir::Module& m, const arith::Unrounded& x) {
        m.output("code_o", arith::truncate_to_float(f, bits, x, no_special()));
    });
    check_magnitudes(dut, exponents, lsb, true, [&](const Dyadic& x) {
        return model::round_to(
            f, model::finite_value(truncated_magnitude(f, x, bits), x.is_negative()));
    });
}

TEST_CASE("specials go before numbers, NaN before infinity") {
    const auto f = *find_format("e4m3ieee");
    int lsb = 0;
    auto dut = rounder(f, 3, 0, lsb, [&](ir::Module& m, const arith::Unrounded& x) {
        auto flag = [&](const char* name) { return m.input(name, ir::Range::bit()); };
        const arith::SpecialResult special{flag("nan_i"), flag("inf_i"), flag("inf_neg_i")};
        m.output("code_o", arith::round_to_float(f, x, special));
        m.output("truncated_o", arith::truncate_to_float(f, 3, x, special));
    });
    dut.set("neg_i", 1), dut.set("mag_i", 255), dut.set("exponent_i", 2);
    for (bool nan : {false, true})
        for (bool inf_neg : {false, true}) {
            dut.set("nan_i", nan), dut.set("inf_i", 1), dut.set("inf_neg_i", inf_neg);
            dut.eval();
            const unsigned infinity = inf_neg ? 0xF8 : 0x78;
            CHECK(dut.get("code_o") == (nan ? 0x7C : infinity));
            CHECK(dut.get("truncated_o") == (nan ? 0x7F : infinity));
        }
}

TEST_CASE("a highest bit below the smallest normal number is refused") {
    const auto f = *find_format("e4m3ieee");
    int lsb = 0;
    const auto build = [&] {
        rounder(f, 3, 1, lsb, [&](ir::Module& m, const arith::Unrounded& x) {
            m.output("code_o", arith::round_magnitude(f, x));
        });
    };
    CHECK_THAT(error_of(build), Catch::Contains("below the smallest normal"));
}
