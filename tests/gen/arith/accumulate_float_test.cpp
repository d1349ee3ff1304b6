// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/accumulate_float.h"

#include "tests/gen/arith/accumulator_bench.h"

using namespace mxgen;
using namespace mxgen::test;

TEST_CASE("floating sums are rounded after every block, from any first value") {
    const auto f = *find_format(GENERATE(as<std::string>{}, "e4m3ieee", "fp16", "bf16", "e5m2"));
    const auto goal = GENERATE(Goal::area, Goal::delay);
    // Below the smallest number, in the middle, and beyond the largest one.
    const int lsb = GENERATE(-22, -8, 4);
    const BlockRange range{{-90, 77}, 12, lsb, true};
    const testing::CaseSeed seed(f.name + " lsb " + std::to_string(lsb));
    auto rule = *find_accumulator("fp32");
    rule.format = f;
    AccumulatorBench bench(rule, range, goal);
    BlockSource source(range, seed);
    const auto bits = static_cast<unsigned>(f.bits);
    std::uint32_t acc = 0;
    for (int n = 0; n < 3000; ++n) {
        const bool take = n == 0 || !source.once_in(5), first = n == 0 || source.once_in(9);
        const auto c = static_cast<std::uint32_t>(source.bits(bits));
        const auto block = source.block();
        if (take) acc = rounded_code(f, model::decode(f, first ? c : acc) + block.value(lsb));
        bench.beat(take, first, c, block);
        REQUIRE(bench.code(bits) == acc);
    }
}

TEST_CASE("one block is rounded from zero, every total at every exponent") {
    const auto f = *find_format(GENERATE(as<std::string>{}, "e4m3ieee", "e3m2ieee", "fp16"));
    const BlockRange range{{-70, 66}, 24, GENERATE(-26, -12), true};
    auto dut = interpreted(
        [&](ir::Module& m) { m.output("code_o", arith::round_block(f, block_inputs(m, range))); });
    const auto check = [&](const BlockNumber& block) {
        set_block(dut, range, block);
        dut.eval();
        INFO(block.total << " * 2^" << block.exponent);
        REQUIRE(dut.get("code_o") == rounded_code(f, block.value(range.lsb)));
    };
    for (int exponent = 0; exponent <= range.exponent; ++exponent)
        for (int total = -70; total <= 66; ++total) check({total, exponent});
    for (unsigned flags = 1; flags < 8; ++flags)
        check({5, 3, flags == 1, (flags & 2) != 0, flags > 3});
}
