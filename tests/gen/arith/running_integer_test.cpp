// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/running_integer.h"

#include "tests/gen/arith/accumulator_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// Sums from zero, several blocks a beat, all at exponent 0.
view::Interpreter sums_in_place(const Accumulator& rule, const BlockRange& range, unsigned blocks) {
    return interpreted([&](ir::Module& m) {
        std::vector<arith::BlockSum> sums;
        for (unsigned i = 0; i < blocks; ++i) {
            const auto flag = [&](const char* name) {
                return m.input(name + std::to_string(i), ir::Range::bit());
            };
            sums.push_back({.neg = m.constant(0),
                            .total = m.input("total" + std::to_string(i), range.total),
                            .exponent = m.constant(0),
                            .lsb = range.lsb,
                            .special = {flag("nan"), flag("pos_inf"), flag("neg_inf")}});
        }
        REQUIRE(arith::sum_window(rule.format, sums));
        const auto acc = arith::accumulate(m, rule, sums,
                                           {.take = m.input("take_i", ir::Range::bit()),
                                            .first = m.input("first_i", ir::Range::bit()),
                                            .initial = m.constant(0)});
        m.output("acc_o", acc.code);
    });
}

void set_numbered(view::Interpreter& dut, unsigned i, const BlockNumber& block) {
    dut.set("total" + std::to_string(i), block.total);
    dut.set("nan" + std::to_string(i), block.nan);
    dut.set("pos_inf" + std::to_string(i), block.pos_inf);
    dut.set("neg_inf" + std::to_string(i), block.neg_inf);
}

struct WindowCase {
    std::string format;
    int lsb;
    ir::Range total;
};

}  // namespace

TEST_CASE("sums in place are rounded as any, up to where no block moves them") {
    const auto test =
        GENERATE(WindowCase{"e4m3ieee", -9, {-90, 77}}, WindowCase{"e4m3ieee", -7, {-64, 63}},
                 WindowCase{"fp16", -24, {-2000, 2047}}, WindowCase{"fp16", -14, {-7, 8}},
                 WindowCase{"bf16", -133, {-32768, 32767}}, WindowCase{"bf16", 60, {-1, 1}},
                 WindowCase{"fp32", -20, {-100000000, 99999999}});
    const unsigned blocks = GENERATE(1u, 2u);
    const auto f = *find_format(test.format);
    const testing::CaseSeed seed(test.format + std::to_string(test.lsb) + "," +
                                 std::to_string(blocks));
    const BlockRange range{test.total, 0, test.lsb, true};
    auto rule = *find_accumulator("fp32");
    rule.format = f, rule.bits = f.bits;
    auto dut = sums_in_place(rule, range, blocks);
    BlockSource source(range, seed);
    const int extremes[] = {static_cast<int>(range.total.lo), static_cast<int>(range.total.hi)};
    std::uint32_t acc = 0;
    int way = 0, length = 1;
    for (int n = 0; n < 6000; ++n) {
        const bool take = n == 0 || !source.once_in(7);
        // Some sums go one way for long, so that they reach their end.
        const bool first = n == 0 || source.once_in(static_cast<unsigned>(length));
        if (first) way = source.once_in(2) ? 0 : source.once_in(2) ? 1 : 2;
        if (first) length = source.once_in(3) ? 400 : 12;
        if (take && first) acc = 0;
        for (unsigned i = 0; i < blocks; ++i) {
            auto block = source.block();
            if (length == 400) block.nan = block.pos_inf = block.neg_inf = false;
            if (way > 0 && !source.once_in(5)) block.total = extremes[way - 1];
            set_numbered(dut, i, block);
            if (take) acc = rounded_code(f, model::decode(f, acc) + block.value(test.lsb));
        }
        dut.set("take_i", take), dut.set("first_i", first);
        dut.eval(), dut.clock(), dut.eval();
        REQUIRE(code_at(dut, "acc_o") == acc);
    }
}

TEST_CASE("there is no place for sums that overflow, underflow, or whose blocks move") {
    ir::Module m{"dut", "Blocks."};
    const auto block_at = [&](const char* name, int lsb, int exponents) {
        return std::vector<arith::BlockSum>{
            {.neg = m.constant(0),
             .total = m.input(name, ir::Range::signed_bits(9)),
             .exponent = exponents ? m.input(std::string(name) + "_exponent", {0, exponents})
                                   : m.constant(0),
             .lsb = lsb,
             .special = {}}};
    };
    const auto fp16 = *find_format("fp16");
    // 8 bits, 11 of a significand and 2: the top one weighs 2^20 times the lowest.
    CHECK(arith::sum_window(fp16, block_at("a", -24, 0))->bits == 8 + 1 + 11 + 2);
    CHECK(arith::sum_window(fp16, block_at("b", -7, 0)));
    CHECK_FALSE(arith::sum_window(fp16, block_at("c", -6, 0)));
    CHECK_FALSE(arith::sum_window(fp16, block_at("d", -25, 0)));
    CHECK_FALSE(arith::sum_window(fp16, block_at("e", -20, 1)));
}
