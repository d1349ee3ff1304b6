// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/model/late.h"
#include "tests/sw/model/spec_of.h"

using namespace mxgen;
using namespace mxgen::model;

namespace {

using Codes = std::vector<std::uint32_t>;

constexpr std::uint32_t one = 0x3C, minus_one = 0xBC, inf = 0x7C, nan_code = 0x7E;  // e5m2
constexpr std::uint32_t fp32_nan = 0x7FC00000, fp32_inf = 0x7F800000;

DotSpec beat_of(int blocks, const char* round, const char* accumulator = "fp32") {
    DotSpec spec = spec_of("mxfp8_e5m2", "mxfp8_e5m2", accumulator);
    spec.block = 1;
    spec.blocks_per_beat = blocks;
    spec.blocks = 16;
    spec.round = find_sum_rounding(round).value();
    return spec;
}

/// The sum after blocks of one product with 1, each under a scale.
std::uint32_t sum_of(Dot& dot, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& blocks) {
    for (const auto& [code, scale] : blocks) dot.add(Codes{code}, scale, Codes{one}, 127);
    return dot.acc().convert_to<std::uint32_t>();
}

}  // namespace

TEST_CASE("specials of all blocks of a beat count together") {
    for (const char* round : {"beat", "beat<40>", "late"}) {
        const bool late = std::string_view(round) == "late";
        const DotSpec spec = late ? beat_of(2, "block", "late<48>") : beat_of(2, round);
        INFO(round);
        Dot dot(spec);
        const auto beat = [&](auto x, auto y) { return sum_of(dot, {x, y}); };
        using Block = std::pair<std::uint32_t, std::uint32_t>;
        CHECK(beat(Block{inf, 127}, Block{one, 127}) == fp32_inf);
        CHECK(beat(Block{one, 127}, Block{one, 127}) == fp32_inf);
        CHECK(beat(Block{inf | 0x80, 127}, Block{one, 127}) == fp32_nan);
        CHECK(beat(Block{one, 127}, Block{one, 127}) == fp32_nan);
        dot.start();
        CHECK(beat(Block{one, 127}, Block{one, 127}) == 0x40000000);
        CHECK(beat(Block{inf, 127}, Block{inf | 0x80, 127}) == fp32_nan);
        dot.start();
        CHECK(beat(Block{one, 127}, Block{inf | 0x80, 127}) == (fp32_inf | 0x80000000));
        dot.start();
        CHECK(beat(Block{one, 255}, Block{one, 127}) == fp32_nan);
        dot.start();
        CHECK(beat(Block{inf, 127}, Block{nan_code, 127}) == fp32_nan);
        dot.start();
        CHECK(beat(Block{one, 127}, Block{minus_one, 127}) == 0);
    }
}

TEST_CASE("a beat is rounded once") {
    // 1 + 2^-24 is a tie, and a second 2^-24 breaks it only beside the first.
    const std::vector<std::pair<std::uint32_t, std::uint32_t>> blocks{
        {one, 127}, {one, 103}, {one, 103}, {0, 103}};
    Dot by_block(beat_of(4, "block")), by_beat(beat_of(4, "beat"));
    CHECK(sum_of(by_block, blocks) == 0x3F800000);
    CHECK(sum_of(by_beat, blocks) == 0x3F800001);
}

TEST_CASE("blocks whose sum is zero count in the window of a beat") {
    // The largest block sum of E5M2 is 57344^2 = 1.75^2 * 2^30: its exponent is 31.
    const auto sum_under = [](std::uint32_t scale_of_zero, const char* round) {
        Dot dot(beat_of(2, round));
        return sum_of(dot, {{one, 127}, {0, scale_of_zero}});
    };
    CHECK(sum_under(127, "beat<31>") == 0x3F800000);  // the unit is 1
    CHECK(sum_under(128, "beat<31>") == 0);           // 2
    CHECK(sum_under(128, "beat<32>") == 0x3F800000);
    CHECK(sum_under(254, "beat") == 0x3F800000);
    Dot dot(beat_of(2, "beat<31>"));
    CHECK(sum_of(dot, {{minus_one, 126}, {0, 127}}) == 0xBF800000);  // floor(-0.5) = -1
}

TEST_CASE("scales of zero count in the window of a beat") {
    DotSpec spec = spec_of("nvfp4", "nvfp4", "fp32");
    spec.block = 1;
    spec.blocks_per_beat = 2;
    spec.round = find_sum_rounding("beat<5>").value();
    Dot dot(spec);
    // 0.5 * 0.5 under subnormal scales of 2^-9 each; P = 36, of exponent 5, under 2^-6 * 2^-6.
    dot.add(Codes{1}, 1, Codes{1}, 1);
    dot.add(Codes{1}, 0, Codes{1}, 0);
    CHECK(dot.acc() == 0);  // 2^-20 below the unit of 2^-12
    dot.start();
    dot.add(Codes{7}, 8, Codes{7}, 8);  // 36 * 2^-12
    dot.add(Codes{1}, 0, Codes{1}, 0);
    CHECK(dot.acc() == Integer((127 + 5 - 12) << 23 | 1 << 20));
}

TEST_CASE("the place of a block in a late sum follows from its scales") {
    // NVFP4: U = 16 * 6 * 6 * 1.875^2 = 2025; with n = 4 and W = 16 the limit is 8191, and
    // ceil(2025 * 2^2) = 8100, ceil(2025 * 2^3) = 16200.
    DotSpec spec = spec_of("nvfp4", "nvfp4", "late<16>");
    spec.blocks = 4;
    CHECK(late_rule(spec).block_shift == -2);
    CHECK(late_rule(spec).min_exponent == -14);
    CHECK(late_rule(spec).max_exponent == 14);
    // MXINT8 of blocks of 32: U = 32 * 4 = 128, and with n = 1023 and W = 18 the limit is 128.
    spec = spec_of("mxint8", "mxint8", "late<18>");
    spec.blocks = 1023;
    CHECK(late_rule(spec).block_shift == 0);
    spec.blocks = 1024;  // 127 is too little
    CHECK(late_rule(spec).block_shift == 1);
    spec.blocks = 1023, spec.initial = true;
    CHECK(late_rule(spec).block_shift == 1);
    spec.initial = false, spec.blocks_per_beat = 2;  // filled up to 1024
    CHECK(late_rule(spec).block_shift == 1);
    CHECK(late_rule(spec).min_exponent == -253);
    CHECK(late_rule(spec).max_exponent == 255);
    CHECK(unrounded_format(spec).bits == 3 + 9 + 18);
    CHECK(unrounded_format(spec).lsb == -253);
    // Unscaled operands have one place, and no exponent.
    spec = spec_of("e2m1", "e2m1", "late<12>");
    CHECK(unrounded_format(spec).bits == 3 + 12);
}

TEST_CASE("a late sum keeps its place and floors what is below") {
    DotSpec spec = beat_of(1, "block", "late<16>");
    spec.a = spec.b = find_block_format("mxint8").value();
    spec.block = 1;
    spec.blocks = 4;  // U = 4: c = -11
    REQUIRE(late_rule(spec).block_shift == -10);
    Dot dot(spec);
    const auto add = [&](std::uint32_t code, std::uint32_t scale) {
        dot.add(Codes{code}, scale, Codes{0x40}, 127);  // times 1
        return dot.acc().convert_to<std::uint32_t>();
    };
    dot.start();
    CHECK(add(0x40, 127) == 0x3F800000);
    CHECK(add(0x40, 127 - 10) == 0x3F802000);  // 1 + 2^-10
    CHECK(add(0x40, 127 - 11) == 0x3F802000);
    CHECK(add(0xC0, 127 - 11) == 0x3F800000);  // -2^-11 is floored to -2^-10
    dot.start();
    CHECK(add(0xC0, 127 - 11) == 0xBA000000);
    CHECK(add(0, 127) == 0xBA800000);  // the exponent alone moves it: floor
    CHECK(add(0x40, 127 - 10) == 0);   // +0
}

TEST_CASE("the initial value of a late sum comes first") {
    DotSpec spec = beat_of(1, "block", "late<16>");
    spec.a = spec.b = find_block_format("mxint8").value();
    spec.block = 1;
    spec.blocks = 3, spec.initial = true;
    // n = 4: E_c = exponent(c) + 2 + 2 - 16, so that 12 bits of c and its sign are left.
    CHECK(late_rule(spec).initial_exponent(0) == -12);
    Dot dot(spec);
    const auto after_zero = [&](std::uint32_t c) {
        dot.start(c);
        dot.add(Codes{0}, 0, Codes{0}, 0);
        return dot.acc().convert_to<std::uint32_t>();
    };
    CHECK(after_zero(0x3F800000) == 0x3F800000);
    CHECK(after_zero(0x3F800000 + (1 << 11)) == 0x3F800000 + (1 << 11));  // 2^-12
    CHECK(after_zero(0x3F800000 + (1 << 10)) == 0x3F800000);
    CHECK(after_zero(0xBF800000 + (1 << 10)) == 0xBF800000 + (1 << 11));
    CHECK(after_zero(fp32_inf) == fp32_inf);
    CHECK(after_zero(fp32_nan + 1) == fp32_nan);
    CHECK(after_zero(0x80000000) == 0);
}

TEST_CASE("an unrounded late sum with specials has one flag and nothing else") {
    DotSpec spec = beat_of(1, "block", "late<48>");
    spec.initial = spec.unrounded = true;
    const Format format = unrounded_format(spec);
    const Integer flag = Integer(1) << (format.bits - 3);
    Dot dot(spec);
    const auto after = [&](const Integer& c, std::uint32_t code) {
        dot.start(c);
        dot.add(Codes{code}, 127, Codes{one}, 127);
        return dot.acc();
    };
    CHECK(after(0, inf | 0x80) == flag);
    CHECK(after(0, inf) == flag * 2);
    CHECK(after(0, nan_code) == flag * 4);
    CHECK(after(flag + 5, one) == flag);
    CHECK(after(flag + 5, inf) == flag * 4);
    CHECK(after(flag * 3, one) == flag * 4);
    CHECK(unrounded_value(format, flag).negative);
    CHECK(unrounded_value(format, after(0, one)) == finite_value(1));
}
