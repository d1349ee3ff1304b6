// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/matmul.h"

#include <catch2/catch.hpp>

#include "sw/fast/dot.h"
#include "tests/sw/model/random_operand.h"
#include "tests/sw/model/spec_of.h"

using namespace mxgen;
using namespace mxgen::model;

TEST_CASE("a matrix product in words equals the definition in every bit") {
    std::mt19937 random(11);
    unsigned compared = 0, nonzero = 0;
    for (const char* a : {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp4", "mxint8", "nvfp4",
                          "int4", "fp16", "e5m2", "bf16", "nf4"}) {
        for (const char* b : {"mxfp8_e4m3", "mxfp8_e5m2", "nvint4", "int16", "fp16", "bf16"}) {
            for (const char* accumulator : {"fp32", "bf16", "fp16", "fixed<40,-30>", "none"}) {
                DotSpec spec = spec_of(a, b, accumulator);
                spec.block = 32;
                spec.initial = true;
                const bool specials = random() % 2 == 0;
                const MatrixOperand rows = random_operand(spec.a, 3, 70, 32, specials, random);
                const MatrixOperand cols = random_operand(spec.b, 2, 70, 32, specials, random);
                std::vector<Integer> c;
                for (int i = 0; i < 6; ++i) c.push_back(random() & 0x7BFF);
                const MatrixProduct words = fast::matmul(spec, rows, cols, c);
                const MatrixProduct exact = matmul(spec, rows, cols, c);
                INFO(a << " x " << b << " " << accumulator);
                CHECK(words.invalid == exact.invalid);
                CHECK(words.overflow == exact.overflow);
                for (std::size_t i = 0; i < exact.acc.size(); ++i) {
                    if (exact.invalid[i]) continue;
                    CHECK(words.acc[i] == exact.acc[i]);
                    ++compared;
                    nonzero += exact.acc[i] != 0;
                }
            }
        }
    }
    REQUIRE(compared > 1000);
    REQUIRE(nonzero > compared / 2);
}

TEST_CASE("sums that are added a beat at a time equal the definition in every bit") {
    std::mt19937 random(13);
    unsigned compared = 0, nonzero = 0;
    for (const char* a : {"mxfp8_e4m3", "mxfp8_e5m2", "mxint8", "nvfp4", "bf16", "nf4"}) {
        for (const char* b : {"mxfp6_e2m3", "nvint4", "e4m3", "bf16"}) {
            for (const char* sums : {"beat", "beat<14>", "late<40>", "late<24>"}) {
                const auto accumulator = find_accumulator(sums);
                DotSpec spec = spec_of(a, b, accumulator ? sums : "fp32");
                if (!accumulator) spec.round = find_sum_rounding(sums).value();
                spec.block = 8, spec.blocks = 16;
                spec.blocks_per_beat = 1 << random() % 3;
                spec.initial = random() % 2 == 0;
                const bool specials = random() % 2 == 0;
                const MatrixOperand rows = random_operand(spec.a, 3, 100, 8, specials, random);
                const MatrixOperand cols = random_operand(spec.b, 2, 100, 8, specials, random);
                std::vector<Integer> c;
                for (int i = 0; i < 6; ++i) c.push_back(random() % 0x7F000000);
                const MatrixProduct words = fast::matmul(spec, rows, cols, c);
                const MatrixProduct exact = matmul(spec, rows, cols, c);
                INFO(a << " x " << b << " " << sums << " " << spec.blocks_per_beat);
                CHECK(words.acc == exact.acc);
                for (const Integer& code : exact.acc) ++compared, nonzero += code != 0;
            }
        }
    }
    REQUIRE(compared == 6 * 4 * 4 * 6);
    REQUIRE(nonzero > compared / 2);
}

TEST_CASE("the tensorcore rule in words equals the definition in every bit") {
    std::mt19937 random(12);
    unsigned compared = 0;
    for (const char* format :
         {"e4m3", "e5m2", "fp16", "bf16", "e2m1", "int4", "int2", "int16", "nf4", "hifloat8"}) {
        for (const char* rule :
             {"tensorcore<13,32,14>", "tensorcore<25,16,24>", "tensorcore<3,5,4> promote=7",
              "tensorcore<24,8,24> promote=32", "tensorcore<49,3,24>", "tensorcore<64,8,20>"}) {
            DotSpec spec = spec_of(format, format, rule);
            spec.block = 40;
            spec.initial = true;
            const MatrixOperand rows = random_operand(spec.a, 4, 90, 40, random() % 4 == 0, random);
            const MatrixOperand cols = random_operand(spec.b, 4, 90, 40, false, random);
            std::vector<Integer> c;
            for (int i = 0; i < 16; ++i)
                c.push_back(random() % 2 != 0 ? random() & 0xFFFFFFFF : random() & 0x807FFFFF);
            INFO(format << " " << rule);
            CHECK(fast::matmul(spec, rows, cols, c).acc == matmul(spec, rows, cols, c).acc);
            compared += 16;
        }
    }
    REQUIRE(compared == 960);
}

TEST_CASE("dot products in words equal the definition in every bit") {
    std::mt19937 random(13);
    unsigned compared = 0;
    for (const char* format : {"mxfp8_e5m2", "mxint8", "nvfp4", "bf16", "fp32", "e4m3"}) {
        for (const char* accumulator : {"fp32", "fixed<60,-60>", "none", "tensorcore<13,8,14>"}) {
            DotSpec spec = spec_of(format, format, accumulator);
            if (spec.accumulator.kind == Accumulator::Kind::tensorcore && spec.a.scale) continue;
            spec.block = 16;
            fast::FastDot words(spec);
            Dot exact(spec);
            const MatrixOperand a = random_operand(spec.a, 20, 16, 16, true, random);
            const MatrixOperand b = random_operand(spec.b, 20, 16, 16, false, random);
            for (std::size_t i = 0; i < 20; ++i) {
                const auto codes = [&](const MatrixOperand& x) {
                    return std::span(x.codes).subspan(i * 16, 16);
                };
                const auto scale = [&](const MatrixOperand& x) {
                    return x.scales.empty() ? 0 : x.scales[i];
                };
                words.block(i % 4 == 0, codes(a), scale(a), codes(b), scale(b));
                exact.block(i % 4 == 0, codes(a), scale(a), codes(b), scale(b));
                INFO(format << " " << accumulator);
                CHECK(words.invalid() == exact.invalid());
                if (!exact.invalid()) CHECK(words.acc() == exact.acc());
                ++compared;
            }
        }
    }
    REQUIRE(compared >= 400);
}

TEST_CASE("integer accumulators and approximate products in words equal the definition") {
    std::mt19937 random(14);
    unsigned overflows = 0;
    for (const char* accumulator : {"int32", "int18 wrap", "int18 saturate"}) {
        DotSpec spec = spec_of("int8", "int8", accumulator);
        spec.block = 24;
        const MatrixOperand rows = random_operand(spec.a, 6, 480, 24, true, random);
        const MatrixOperand cols = random_operand(spec.b, 6, 480, 24, true, random);
        const MatrixProduct words = fast::matmul(spec, rows, cols),
                            exact = matmul(spec, rows, cols);
        INFO(accumulator);
        CHECK(words.acc == exact.acc);
        CHECK(words.overflow == exact.overflow);
        for (const auto overflow : exact.overflow) overflows += overflow;
    }
    REQUIRE(overflows > 10);
    for (const auto kind : {Multiplier::Kind::packed, Multiplier::Kind::eq1}) {
        DotSpec spec = spec_of("e4m3", "e4m3", "fp32");
        spec.block = 24;
        spec.multiplier = {kind, 3};
        const MatrixOperand rows = random_operand(spec.a, 4, 60, 24, true, random);
        const MatrixOperand cols = random_operand(spec.b, 4, 60, 24, true, random);
        CHECK(fast::matmul(spec, rows, cols).acc == matmul(spec, rows, cols).acc);
    }
}

TEST_CASE("the product in words refuses what the definition refuses") {
    const DotSpec spec = spec_of("mxint8", "mxint8", "fp32");
    const MatrixOperand good{1, 32, std::vector<std::uint32_t>(32), {127}};
    CHECK_NOTHROW(fast::matmul(spec, good, good));
    CHECK_THROWS_AS(fast::matmul(spec, good, {1, 32, std::vector<std::uint32_t>(32), {}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(fast::matmul(spec_of("mxint8", "mxint8", "tensorcore<13,8,14>"), good, good),
                    std::invalid_argument);
}
