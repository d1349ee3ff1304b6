// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/lmul.h"

#include "sw/model/multiply.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// The product of every pair of codes that has one, before any rounding.
void check_lmul_pairs(const Format& f, const Multiplier& multiplier, arith::LmulFields fields) {
    constexpr int constant = 5;
    int lsb = 0;
    auto dut = interpreted([&](ir::Module& m) {
        auto operand = [&](const std::string& side) {
            auto code = m.input(side + "_i", arith::codes(f));
            auto x = arith::logarithm(m, multiplier, f, code, side, fields);
            m.output(side + "_vanishes_o", x.vanishes);
            return x;
        };
        const auto a = operand("a"), b = operand("b");
        const auto product = arith::approximate_product(m, multiplier, f, a, b, constant);
        m.output("significand_o", product.significand), m.output("exponent_o", product.exponent);
        m.output("neg_o", a.neg ^ b.neg);
        lsb = product.lsb;
    });
    const auto codes = static_cast<std::uint32_t>(model::code_count(f));
    for (std::uint32_t a = 0; a < codes; ++a)
        for (std::uint32_t b = 0; b < codes; ++b) {
            const auto x = model::decode(f, a), y = model::decode(f, b);
            if (!x.is_finite() || !y.is_finite()) continue;
            dut.set("a_i", a), dut.set("b_i", b);
            dut.eval();
            const auto expected = model::product(multiplier, f, f, x, y);
            INFO(f.name << " " << a << " * " << b);
            const bool vanishes = dut.get("a_vanishes_o") != 0 || dut.get("b_vanishes_o") != 0;
            REQUIRE(vanishes == expected.is_zero());
            if (vanishes) continue;
            const int exponent = integer_at(dut, "exponent_o") - 2 * f.bias - constant + lsb;
            REQUIRE(number_of(dut.get("neg_o") != 0, dut.get("significand_o"), exponent) ==
                    expected.number);
        }
}

}  // namespace

TEST_CASE("L-Mul by every offset from 2^2 to below the mantissa, packed and eq1") {
    const auto f = *find_format(GENERATE(as<std::string>{}, "e3m2", "e2m3", "e3m0", "e3m3ieee"));
    const auto normalize = GENERATE(false, true);
    const auto fields = GENERATE(arith::LmulFields::raw, arith::LmulFields::bounded);
    for (const auto kind : {Multiplier::Kind::packed, Multiplier::Kind::eq1}) {
        for (int l = -2; l <= f.mantissa_bits + 2; ++l) {
            INFO("l " << l);
            check_lmul_pairs(f, {kind, l, normalize}, fields);
        }
        check_lmul_pairs(f, {kind, std::nullopt, normalize}, fields);
    }
}

TEST_CASE("products rounded in the mantissa") {
    const auto f = *find_format(GENERATE(as<std::string>{}, "e4m3", "e3m2", "e2m1", "e3m0"));
    check_lmul_pairs(f, {Multiplier::Kind::rounded, std::nullopt, GENERATE(false, true)},
                     arith::LmulFields::raw);
}
