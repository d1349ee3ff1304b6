// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_integer.h"

#include "tests/gen/arith/accumulator_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// The definition: a sum in so many bits, flags until the next one starts.
struct IntegerGolden {
    Accumulator rule;
    Integer sum = 0;
    bool overflow = false, invalid = false;

    void add(bool first, const Integer& c, const BlockNumber& block) {
        const Integer half = Integer(1) << (rule.bits - 1);
        if (first) sum = c >= half ? c - 2 * half : c, overflow = invalid = false;
        invalid = invalid || block.is_special();
        sum += block.is_special() ? 0 : block.total;
        const bool above = sum >= half, below = sum < -half;
        if (rule.overflow != Accumulator::Overflow::never) overflow = overflow || above || below;
        if (rule.overflow == Accumulator::Overflow::saturate)
            sum = above ? Integer(half - 1) : below ? Integer(-half) : sum;
        else
            sum += above ? -2 * half : below ? 2 * half : Integer(0);
    }
};

}  // namespace

TEST_CASE("integer sums wrap or saturate, tell so, and pause") {
    const auto name = GENERATE(as<std::string>{}, "int8", "int7 wrap", "int7 saturate",
                               "int12 wrap", "int40 saturate");
    const BlockRange range{{-40, 37}, 0, 0, GENERATE(false, true)};
    const auto rule = find_accumulator(name).value();
    const testing::CaseSeed seed(name + (range.has_specials ? " specials" : ""));
    AccumulatorBench bench(rule, range);
    BlockSource source(range, seed);
    IntegerGolden golden{rule};
    const auto bits = static_cast<unsigned>(rule.bits);
    for (int n = 0; n < 3000; ++n) {
        const bool take = n == 0 || !source.once_in(5), first = n == 0 || source.once_in(9);
        const auto c = source.bits(std::min(bits, 30u));
        const auto block = source.block();
        if (take) golden.add(first, c, block);
        bench.beat(take, first, c, block);
        REQUIRE(bench.code(bits) == ir::slice(golden.sum, bits - 1, 0));
        REQUIRE(bench.overflow == golden.overflow);
        REQUIRE(bench.invalid == golden.invalid);
    }
}
