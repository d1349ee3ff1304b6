// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/sw/model/spec_of.h"

using namespace mxgen;
using namespace mxgen::model;

namespace {

/// Random codes; scales spread over `spread` binades about one, specials included when asked for.
Operand random_operand(const BlockFormat& format, int rows, int depth, int block, bool specials,
                       std::mt19937& random) {
    Operand operand{rows, depth, {}, {}};
    for (int i = 0; i < rows * depth; ++i) {
        std::uint32_t code = 0;
        do code = random() & static_cast<std::uint32_t>(code_count(format.element) - 1);
        while (!specials && !decode(format.element, code).is_finite());
        operand.codes.push_back(code);
    }
    if (!format.scale) return operand;
    const bool wild = random() % 2 == 0;
    for (int i = 0; i < rows * ((depth + block - 1) / block); ++i)
        operand.scales.push_back(wild ? random() % 256 : 120 + random() % 16);
    return operand;
}

}  // namespace

TEST_CASE("the fast path equals the definition in every bit") {
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
                const Operand rows = random_operand(spec.a, 3, 70, 32, specials, random);
                const Operand cols = random_operand(spec.b, 2, 70, 32, specials, random);
                std::vector<Integer> c;
                for (int i = 0; i < 6; ++i) c.push_back(random() & 0x7BFF);
                const Product fast = matmul(spec, rows, cols, c);
                const Product exact = matmul(spec, rows, cols, c, Path::definition);
                INFO(a << " x " << b << " " << accumulator);
                CHECK(fast.invalid == exact.invalid);
                CHECK(fast.overflow == exact.overflow);
                for (std::size_t i = 0; i < exact.acc.size(); ++i) {
                    if (exact.invalid[i]) continue;
                    CHECK(fast.acc[i] == exact.acc[i]);
                    ++compared;
                    nonzero += exact.acc[i] != 0;
                }
            }
        }
    }
    REQUIRE(compared > 1000);
    REQUIRE(nonzero > compared / 2);
}

TEST_CASE("the fast tensorcore equals the definition in every bit") {
    std::mt19937 random(12);
    unsigned compared = 0;
    for (const char* format : {"e4m3", "e5m2", "fp16", "bf16", "e2m1"}) {
        for (const char* rule :
             {"tensorcore<13,32,14>", "tensorcore<25,16,24>", "tensorcore<3,5,4> promote=7",
              "tensorcore<24,8,24> promote=32", "tensorcore<49,3,24>", "tensorcore<64,8,20>"}) {
            DotSpec spec = spec_of(format, format, rule);
            spec.block = 40;
            spec.initial = true;
            const Operand rows = random_operand(spec.a, 4, 90, 40, random() % 4 == 0, random);
            const Operand cols = random_operand(spec.b, 4, 90, 40, false, random);
            std::vector<Integer> c;
            for (int i = 0; i < 16; ++i)
                c.push_back(random() % 2 != 0 ? random() & 0xFFFFFFFF : random() & 0x807FFFFF);
            INFO(format << " " << rule);
            CHECK(matmul(spec, rows, cols, c).acc ==
                  matmul(spec, rows, cols, c, Path::definition).acc);
            compared += 16;
        }
    }
    REQUIRE(compared == 480);
}

TEST_CASE("a matrix product is dot products, with a shorter tail") {
    std::mt19937 random(5);
    const DotSpec spec = spec_of("mxint8", "mxfp4", "fp32");
    const Operand a = random_operand(spec.a, 2, 40, 32, false, random);
    const Operand b = random_operand(spec.b, 3, 40, 32, false, random);
    const Product product = matmul(spec, a, b);
    const std::span<const std::uint32_t> a_codes(a.codes), b_codes(b.codes);
    const auto path = GENERATE(Path::fast, Path::definition);
    Dot dot(spec, path);
    for (std::size_t row = 0; row < 2; ++row) {
        for (std::size_t col = 0; col < 3; ++col) {
            dot.block(true, a_codes.subspan(row * 40, 32), a.scales[row * 2],
                      b_codes.subspan(col * 40, 32), b.scales[col * 2]);
            dot.block(false, a_codes.subspan(row * 40 + 32, 8), a.scales[row * 2 + 1],
                      b_codes.subspan(col * 40 + 32, 8), b.scales[col * 2 + 1]);
            CHECK(product.acc[row * 3 + col] == dot.acc());
        }
    }
}

TEST_CASE("dot products by the fast path and by the definition are equal in every bit") {
    std::mt19937 random(13);
    unsigned compared = 0;
    for (const char* format : {"mxfp8_e5m2", "mxint8", "nvfp4", "bf16", "fp32", "e4m3"}) {
        for (const char* accumulator : {"fp32", "fixed<60,-60>", "none", "tensorcore<13,8,14>"}) {
            DotSpec spec = spec_of(format, format, accumulator);
            if (spec.accumulator.kind == Accumulator::Kind::tensorcore && spec.a.scale) continue;
            spec.block = 16;
            Dot fast(spec), exact(spec, Path::definition);
            const Operand a = random_operand(spec.a, 20, 16, 16, true, random);
            const Operand b = random_operand(spec.b, 20, 16, 16, false, random);
            for (std::size_t i = 0; i < 20; ++i) {
                const auto codes = [&](const Operand& x) {
                    return std::span(x.codes).subspan(i * 16, 16);
                };
                const auto scale = [&](const Operand& x) {
                    return x.scales.empty() ? 0 : x.scales[i];
                };
                for (Dot* dot : {&fast, &exact})
                    dot->block(i % 4 == 0, codes(a), scale(a), codes(b), scale(b));
                INFO(format << " " << accumulator);
                CHECK(fast.invalid() == exact.invalid());
                if (!exact.invalid()) CHECK(fast.acc() == exact.acc());
                ++compared;
            }
        }
    }
    REQUIRE(compared >= 400);
}

TEST_CASE("operands that do not fit are refused") {
    const DotSpec spec = spec_of("mxint8", "mxint8", "fp32");
    const Operand good{1, 32, std::vector<std::uint32_t>(32), {127}};
    CHECK_NOTHROW(matmul(spec, good, good));
    CHECK_THROWS_AS(matmul(spec, good, {1, 31, std::vector<std::uint32_t>(31), {127}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(matmul(spec, good, {1, 32, std::vector<std::uint32_t>(32), {}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(matmul(spec, good, {2, 32, std::vector<std::uint32_t>(32), {127, 127}}),
                    std::invalid_argument);
}
