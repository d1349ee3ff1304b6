// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/arith/accumulate.h"
#include "tests/gen/arith/accumulator_bench.h"

using namespace mxgen;
using namespace mxgen::test;

TEST_CASE("windows floor every block to their lowest bit and saturate at both ends") {
    // Above, around and below what the blocks reach, 2^-6 to 2^26.
    const auto name = GENERATE(as<std::string>{}, "fixed<30,-6>", "fixed<12,0>", "fixed<4,-2>",
                               "fixed<-2,-12>", "fixed<40,30>", "fixed<20,19>");
    const BlockRange range{{-33, 40}, 20, -6, GENERATE(false, true)};
    const auto rule = find_accumulator(name).value();
    const testing::CaseSeed seed(name + (range.has_specials ? " specials" : ""));
    AccumulatorBench bench(rule, range);
    BlockSource source(range, seed);
    const auto bits = static_cast<unsigned>(*rule.msb - *rule.lsb + 1);
    const Integer half = Integer(1) << (bits - 1);
    Integer sum = 0;
    bool overflow = false, invalid = false;
    for (int n = 0; n < 3000; ++n) {
        const bool take = n == 0 || !source.once_in(5), first = n == 0 || source.once_in(7);
        const auto c = source.bits(std::min(bits, 30u));
        const auto block = source.block();
        if (take) {
            if (first) sum = c >= half ? c - 2 * half : c, overflow = invalid = false;
            invalid = invalid || block.is_special();
            if (!block.is_special())
                sum += floor_in_units(Dyadic(block.total, block.exponent + range.lsb), *rule.lsb);
            overflow = overflow || sum >= half || sum < -half;
            sum = std::clamp(sum, Integer(-half), Integer(half - 1));
        }
        bench.beat(take, first, c, block);
        REQUIRE(bench.code(bits) == ir::slice(sum, bits - 1, 0));
        REQUIRE(bench.overflow == overflow);
        REQUIRE(bench.invalid == invalid);
    }
}
