// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/beat_sum.h"

#include <random>

#include "sw/format/dyadic.h"
#include "tests/gen/arith/circuit.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// Totals in eight bits, exponents of scales up to 40, and none or a mode's exponent besides.
constexpr int total_bits = 8, max_scale = 40, scale_bias = -21, mode_exponent = 3, beat_lsb = -5;

struct BeatBlock {
    int total = 0, scale = 0;
    bool nan = false, pos_inf = false, neg_inf = false;
};

std::string beat_port(const char* name, unsigned i) { return name + std::to_string(i) + "_i"; }

std::vector<arith::BlockSum> beat_inputs(ir::Module& m, unsigned count) {
    std::vector<arith::BlockSum> blocks;
    const auto mode = m.input("mode_i", ir::Range::bit());
    const auto own = mux(mode, mode_exponent, 0);
    for (unsigned i = 0; i < count; ++i) {
        const auto scale = m.input(beat_port("scale", i), ir::Range{0, max_scale});
        const auto flag = [&](const char* name) {
            return m.input(beat_port(name, i), ir::Range::bit());
        };
        blocks.push_back(
            {.neg = m.constant(0),
             .total = m.input(beat_port("total", i), ir::Range::signed_bits(total_bits)),
             .exponent = own + scale,
             .lsb = beat_lsb + scale_bias,
             .special = {flag("nan"), flag("pos_inf"), flag("neg_inf")},
             .own_exponent = own,
             .scale_exponent = scale,
             .scale_bias = scale_bias,
             .mode = mode});
    }
    return blocks;
}

void beat_outputs(ir::Module& m, const arith::BlockSum& beat, int& lsb) {
    m.output("total_o", beat.signed_total());
    m.output("exponent_o", beat.exponent);
    m.output("nan_o", beat.special.nan), m.output("pos_inf_o", beat.special.pos_inf);
    m.output("neg_inf_o", beat.special.neg_inf);
    lsb = beat.lsb;
}

std::vector<BeatBlock> random_beat(std::mt19937& random, unsigned count) {
    std::vector<BeatBlock> blocks(count);
    const int base = static_cast<int>(random() % (max_scale + 1));
    for (auto& block : blocks) {
        const int extreme = 1 << (total_bits - 1);
        block.total = static_cast<int>(random() % (2 * extreme)) - extreme;
        if (random() % 4 == 0) block.total = random() % 2 ? -extreme : extreme - 1;
        if (random() % 8 == 0) block.total = 0;
        const int below = static_cast<int>(random() % (random() % 2 ? 4 : max_scale + 1));
        block.scale = std::max(0, base - below);
        block.nan = random() % 40 == 0, block.pos_inf = random() % 30 == 0;
        block.neg_inf = random() % 30 == 0;
    }
    return blocks;
}

Dyadic drive_beat(view::Interpreter& dut, const std::vector<BeatBlock>& blocks, bool mode,
                  int lsb) {
    dut.set("mode_i", mode);
    for (unsigned i = 0; i < blocks.size(); ++i) {
        dut.set(beat_port("total", i), blocks[i].total);
        dut.set(beat_port("scale", i), blocks[i].scale);
        dut.set(beat_port("nan", i), blocks[i].nan);
        dut.set(beat_port("pos_inf", i), blocks[i].pos_inf);
        dut.set(beat_port("neg_inf", i), blocks[i].neg_inf);
    }
    dut.eval();
    bool nan = false, pos_inf = false, neg_inf = false;
    for (const auto& b : blocks) nan |= b.nan, pos_inf |= b.pos_inf, neg_inf |= b.neg_inf;
    REQUIRE((dut.get("nan_o") != 0) == nan);
    REQUIRE((dut.get("pos_inf_o") != 0) == pos_inf);
    REQUIRE((dut.get("neg_inf_o") != 0) == neg_inf);
    return {dut.get("total_o"), integer_at(dut, "exponent_o") + lsb};
}

Dyadic value_of_block(const BeatBlock& block, bool mode) {
    return {block.total, block.scale + scale_bias + beat_lsb + (mode ? mode_exponent : 0)};
}

}  // namespace

TEST_CASE("the blocks of a beat are added exactly, however far apart their scales lie") {
    const unsigned count = GENERATE(1u, 2u, 5u);
    const testing::CaseSeed seed("blocks " + std::to_string(count));
    std::mt19937 random(seed);
    int lsb = 0;
    auto dut = interpreted(
        [&](ir::Module& m) { beat_outputs(m, arith::exact_beat(m, beat_inputs(m, count)), lsb); });
    for (int n = 0; n < 2000; ++n) {
        const auto blocks = random_beat(random, count);
        const bool mode = random() % 2;
        Dyadic expected;
        for (const auto& block : blocks) expected = expected + value_of_block(block, mode);
        REQUIRE(drive_beat(dut, blocks, mode, lsb) == expected);
    }
}

TEST_CASE("in a window every block of a beat is floored below the largest exponent of scales") {
    const unsigned count = GENERATE(1u, 2u, 5u);
    const int fraction = GENERATE(1, 4, 11, 33, 64);
    const testing::CaseSeed seed(std::to_string(count) + " in " + std::to_string(fraction));
    std::mt19937 random(seed);
    // P = 128 * 2^-5 in mode 0, and 2^3 times that in mode 1.
    const std::vector<int> exponents{total_bits - 1 + beat_lsb,
                                     total_bits - 1 + beat_lsb + mode_exponent};
    int lsb = 0;
    auto dut = interpreted([&](ir::Module& m) {
        beat_outputs(m, arith::windowed_beat(m, beat_inputs(m, count), exponents, fraction), lsb);
    });
    for (int n = 0; n < 2000; ++n) {
        const auto blocks = random_beat(random, count);
        const bool mode = random() % 2;
        int top = 0;
        for (const auto& block : blocks) top = std::max(top, block.scale);
        const int unit = top + scale_bias + exponents[mode] - fraction;
        Dyadic expected;
        for (const auto& block : blocks)
            expected = expected + Dyadic(floor_in_units(value_of_block(block, mode), unit), unit);
        REQUIRE(drive_beat(dut, blocks, mode, lsb) == expected);
    }
}
