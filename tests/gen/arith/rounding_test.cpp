// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/rounding.h"

#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

constexpr unsigned rounding_width = 7;

/// x / 2^dropped, rounded.
unsigned rounded_by_definition(unsigned x, unsigned dropped, Rounding rounding, bool odd,
                               unsigned random_bits, unsigned random, bool neg = false) {
    const unsigned kept = x >> dropped, rest = x - (kept << dropped), one = 1u << dropped;
    switch (rounding) {
        case Rounding::rtz:
            return kept;
        case Rounding::rna:
            return kept + (2 * rest >= one);
        case Rounding::rne:
            return kept + (2 * rest > one || (2 * rest == one && odd));
        case Rounding::rnd:
            return kept + (neg ? 2 * rest > one : 2 * rest >= one);
        case Rounding::rnd_zero:
            return kept + (2 * rest > one);
        case Rounding::rnd_min_inf:
            return kept + (neg ? 2 * rest >= one : 2 * rest > one);
        case Rounding::trn:
            return kept + (neg && rest > 0);
        case Rounding::sr:
            break;
    }
    return kept + (((rest << random_bits) >> dropped) + random >= 1u << random_bits);
}

/// Every number, number of dropped bits and random bits; ties by the kept bits' parity or by
/// another.
void check_round_off(Rounding rounding, unsigned random_bits, bool own_parity) {
    for (unsigned dropped = 0; dropped <= rounding_width; ++dropped) {
        auto dut = interpreted([&](ir::Module& m) {
            auto x = m.input("x_i", ir::Range::unsigned_bits(rounding_width));
            auto odd = m.input("odd_i", ir::Range::bit());
            auto random = m.input("random_i", ir::Range::unsigned_bits(random_bits));
            const arith::RoundingMode mode{rounding, random_bits, random};
            auto r = own_parity ? arith::round_off(x, dropped, mode)
                                : arith::round_off(x, dropped, mode, odd);
            m.output("rounded_o", r.kept + r.up);
        });
        for (unsigned x = 0; x < 1u << rounding_width; ++x)
            for (unsigned odd : {0u, 1u})
                for (unsigned random = 0; random < 1u << random_bits; ++random) {
                    dut.set("x_i", x), dut.set("odd_i", odd), dut.set("random_i", random);
                    dut.eval();
                    const bool parity = own_parity ? (x >> dropped) % 2 : odd;
                    INFO(x << " without " << dropped << " bits, random " << random);
                    REQUIRE(dut.get("rounded_o") == rounded_by_definition(x, dropped, rounding,
                                                                          parity, random_bits,
                                                                          random));
                }
    }
}

}  // namespace

TEST_CASE(
    "numbers are rounded off to nearest and toward zero, however many bits are "
    "dropped") {
    check_round_off(GENERATE(Rounding::rne, Rounding::rtz, Rounding::rna), 1,
                    GENERATE(false, true));
}

TEST_CASE("numbers are rounded off stochastically, by every random number") {
    check_round_off(Rounding::sr, GENERATE(1u, 2u, 3u, 5u), true);
}

TEST_CASE("casts are rounded off by the sign") {
    const auto rounding = GENERATE(
        filter([](Rounding r) { return is_of_casts(r); }, from_range(values_of<Rounding>())));
    for (unsigned dropped = 0; dropped <= rounding_width; ++dropped) {
        auto dut = interpreted([&](ir::Module& m) {
            auto x = m.input("x_i", ir::Range::unsigned_bits(rounding_width));
            arith::RoundingMode mode{rounding};
            mode.neg = m.input("neg_i", ir::Range::bit());
            auto r = arith::round_off(x, dropped, mode);
            m.output("rounded_o", r.kept + r.up);
        });
        for (unsigned x = 0; x < 1u << rounding_width; ++x)
            for (const bool neg : {false, true}) {
                dut.set("x_i", x), dut.set("neg_i", neg);
                dut.eval();
                INFO(name_of(rounding) << " of " << x << " without " << dropped << " bits");
                REQUIRE(dut.get("rounded_o") ==
                        rounded_by_definition(x, dropped, rounding, false, 0, 0, neg));
            }
    }
}

TEST_CASE("places looked at below the last bit kept") {
    CHECK(arith::RoundingMode{Rounding::rtz}.places() == 0);
    CHECK(arith::RoundingMode{Rounding::rne}.places() == 1);
    CHECK(arith::RoundingMode{Rounding::rna}.places() == 1);
    CHECK(arith::RoundingMode{Rounding::sr, 5}.places() == 5);
}
