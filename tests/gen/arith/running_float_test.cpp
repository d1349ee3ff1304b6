// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/running_float.h"

#include "gen/arith/accumulate_float.h"
#include "tests/gen/arith/accumulator_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

constexpr int running_exponents = 24;

/// Every code plus every total at every exponent; with a sign beside the total where asked.
void check_sums(const Format& f, int lsb, Goal goal, bool has_sign) {
    const BlockRange range{has_sign ? ir::Range{0, 19} : ir::Range{-19, 17}, running_exponents, lsb,
                           false};
    auto dut = interpreted(
        [&](ir::Module& m) {
            auto block = block_inputs(m, range);
            if (has_sign) block.neg = m.input("neg_i", ir::Range::bit());
            const auto code =
                m.input("code_i", ir::Range::unsigned_bits(static_cast<unsigned>(f.bits)));
            const auto take = m.input("take_i", ir::Range::bit());
            const auto x = arith::unpack_running(m, f, code);
            m.output("sum_o", arith::pack_running(f, arith::add_running(m, f, x, block, take)));
        },
        goal);
    for (std::uint32_t code = 0; code < model::code_count(f); ++code)
        for (int exponent = 0; exponent <= running_exponents; ++exponent)
            for (int total = static_cast<int>(range.total.lo); total <= range.total.hi; ++total) {
                const bool neg = has_sign && (code + static_cast<unsigned>(total)) % 2;
                set_block(dut, range, {total, exponent});
                if (has_sign) dut.set("neg_i", neg);
                dut.set("code_i", code), dut.set("take_i", 1);
                dut.eval();
                const auto x = model::decode(f, code);
                const BlockNumber block{neg ? -total : total, exponent};
                if (dut.get("sum_o") == rounded_code(f, x + block.value(lsb))) continue;
                FAIL(f.name << " " << code << " plus " << block.total << " * 2^" << exponent + lsb
                            << " gives " << dut.get("sum_o"));
            }
}

}  // namespace

TEST_CASE("every running sum plus every block, from below its last place to above its first") {
    const auto f = *find_format(GENERATE(as<std::string>{}, "e3m2ieee", "e3m3ieee"));
    for (bool has_sign : {false, true})
        check_sums(f, GENERATE(-18, -9), GENERATE(Goal::area, Goal::delay), has_sign);
}

TEST_CASE("a running sum stays where no block is taken") {
    const auto f = *find_format("e4m3ieee");
    const BlockRange range{{-9, 9}, 8, -8, true};
    auto dut = interpreted([&](ir::Module& m) {
        const auto x = arith::unpack_running(m, f, m.input("code_i", {0, 255}));
        const auto take = m.input("take_i", ir::Range::bit());
        const auto sum = arith::add_running(m, f, x, block_inputs(m, range), take);
        m.output("sum_o", arith::pack_running(f, sum));
    });
    dut.set("take_i", 0);
    for (std::uint32_t code = 0; code < 256; ++code) {
        set_block(dut, range, {7, static_cast<int>(code % 9), code % 3 == 0, code % 5 == 0});
        dut.set("code_i", code);
        dut.eval();
        INFO(code);
        REQUIRE(dut.get("sum_o") == rounded_code(f, model::decode(f, code)));
    }
}

TEST_CASE("specials of sums and blocks: NaN stays, infinities of both signs are NaN") {
    const auto f = *find_format("e4m3ieee");
    const BlockRange range{{-9, 9}, 8, -8, true};
    auto dut = interpreted([&](ir::Module& m) {
        m.output("sum_o",
                 arith::add_rounded(m, f, m.input("code_i", {0, 255}), block_inputs(m, range)));
    });
    for (std::uint32_t code = 0; code < 256; ++code)
        for (unsigned flags = 0; flags < 8; ++flags) {
            const BlockNumber block{3, 2, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0};
            set_block(dut, range, block);
            dut.set("code_i", code);
            dut.eval();
            INFO(code << " flags " << flags);
            REQUIRE(dut.get("sum_o") ==
                    rounded_code(f, model::decode(f, code) + block.value(range.lsb)));
        }
}

TEST_CASE("a block's field stands above all sums that it can lie under") {
    const auto f = *find_format("e4m3ieee");
    const BlockRange range{{-19, 17}, 6, -4, false};
    auto dut = interpreted(
        [&](ir::Module& m) { m.output("field_o", arith::block_field(f, block_inputs(m, range))); });
    for (int exponent = 0; exponent <= range.exponent; ++exponent) {
        set_block(dut, range, {0, exponent});
        dut.eval();
        // A sum of that field has its last place above every bit of the block.
        const int last_place = integer_at(dut, "field_o") - f.bias - f.mantissa_bits;
        CHECK(Dyadic(19, exponent + range.lsb) < Dyadic(1, last_place));
    }
}
