// SPDX-License-Identifier: Apache-2.0
// Dot products whose lanes approximate.
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

struct Words {
    const char *kind, *mode = "packed", *l = "paper", *subnormals = "flush";
};

const std::vector<Words> multipliers{
    {"lmul"},
    {"lmul", "packed", "none", "normalize"},
    {"lmul", "packed", "-1"},
    {"lmul", "eq1"},
    {"lmul", "eq1", "5", "normalize"},
    {"rounded"},
    {"rounded", "", "", "normalize"},
};

unit::DotOptions with(unit::DotOptions o, const Words& words) {
    o.multiplier = find_multiplier(words.kind, words.mode, words.l, words.subnormals,
                                   o.a.element.mantissa_bits)
                       .value();
    return o;
}

}  // namespace

TEST_CASE("approximate lanes, every pair of codes") {
    auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2", "e3m2", "e2m3", "e2m1", "e1m3");
    for (const Words& words : multipliers) {
        DotBench bench(with(dot_options(format, format, 1, "fp32"), words));
        const auto count = 1u << find_format(format)->bits;
        const bool wide = count > 64;
        // Of the wide formats one sign of b is enough.
        for (std::uint32_t a = 0; a < count; ++a)
            for (std::uint32_t b = 0; b < count / (wide ? 2 : 1); ++b)
                bench.block(true, {a}, 0, {b}, 0);
        CHECK(bench.beats() >= std::size_t{count} * count / 2);
    }
}

TEST_CASE("approximate lanes with every accumulator") {
    auto name = GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e2m3", "nvfp4");
    auto accumulator = GENERATE(as<std::string>{}, "fp32", "bf16", "fixed", "fixed<24,-12>");
    auto lanes = GENERATE(1u, 4u);
    for (const Words& words : multipliers)
        run_random(with(dot_options(name, name, lanes, accumulator), words), 100);
}

TEST_CASE("approximate lanes under the tensorcore rule") {
    auto name = GENERATE(as<std::string>{}, "e4m3", "e5m2", "e2m3");
    for (const Words& words : multipliers)
        run_random(with(dot_options(name, name, 8, "tensorcore<13,4,14>"), words), 200);
}

TEST_CASE("approximate lanes of wide formats") {
    auto name = GENERATE(as<std::string>{}, "bf16", "fp16");
    for (const Words& words : multipliers) {
        if (words.kind == std::string("rounded")) continue;
        run_random(with(dot_options(name, name, 2, "fp32"), words), 100);
    }
}

TEST_CASE("exact sums of approximate products leave as integers") {
    auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2", "e2m1");
    for (const Words& words : multipliers) {
        auto o = with(dot_options(format, format, 4, "none"), words);
        view::Interpreter dut(lower::plain(unit::dot(o).circuit()));
        fast::FastDot golden(spec_of(o));
        CodeSource source(8);
        for (int n = 0; n < 300; ++n) {
            const BlockInput block = source.block(o);
            for (unsigned i = 0; i < o.lanes; ++i) {
                dut.set("a_i", block.a[i], i);
                dut.set("b_i", block.b[i], i);
            }
            dut.eval();
            golden.block(true, block.a, 0, block.b, 0);
            const auto width = static_cast<unsigned>(golden.width());
            INFO(format << ' ' << words.kind << ' ' << words.mode << ' ' << words.l);
            if (!golden.invalid())
                REQUIRE(ir::slice(dut.get("sum_o"), width - 1, 0) == golden.acc());
            REQUIRE((dut.get("special_o") != 0) == golden.invalid());
        }
    }
}

TEST_CASE("specials and subnormals in every position of approximate lanes") {
    constexpr unsigned lanes = 5;
    auto format = GENERATE(as<std::string>{}, "e5m2", "e4m3");
    // Zeros, subnormals and their border, the largest numbers, infinity, NaN; both signs.
    std::vector<std::uint32_t> corners{0x00, 0x01, 0x03, 0x04, 0x07, 0x08,
                                       0x7B, 0x7C, 0x7D, 0x7E, 0x7F};
    for (std::size_t i = corners.size(); i-- > 0;) corners.push_back(corners[i] | 0x80);
    for (const Words& words : multipliers) {
        DotBench bench(with(dot_options(format, format, lanes, "fp32"), words));
        std::mt19937 random(11);
        const auto ordinary_code = [&] { return 0x20 + random() % 0x38 + (random() % 2) * 0x80; };
        for (unsigned position = 0; position < lanes; ++position) {
            for (const auto x : corners) {
                for (const auto y : corners) {
                    Codes a(lanes), b(lanes);
                    std::generate(a.begin(), a.end(), ordinary_code);
                    std::generate(b.begin(), b.end(), ordinary_code);
                    a[position] = x, b[position] = y;
                    bench.block(random() % 4 == 0, a, 0, b, 0);
                }
            }
        }
        CHECK(bench.beats() == lanes * corners.size() * corners.size());
    }
}

TEST_CASE("operands of two formats or of integers have no approximate product") {
    auto o = with(dot_options("e4m3", "e4m3", 2, "fp32"), {"lmul"});
    o.b = find_block_format("e5m2").value();
    CHECK_THROWS_AS(unit::dot(o), ir::CircuitError);
    o.a = o.b = find_block_format("int8").value();
    CHECK_THROWS_AS(unit::dot(o), ir::CircuitError);
}
