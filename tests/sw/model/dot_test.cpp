// SPDX-License-Identifier: Apache-2.0
#include "sw/model/dot.h"

#include <array>
#include <catch2/catch.hpp>
#include <random>

#include "sw/model/round.h"
#include "sw/model/window.h"
#include "tests/sw/model/rational.h"
#include "tests/sw/model/spec_of.h"

using namespace mxgen;
using namespace mxgen::model;

namespace {

using Codes = std::vector<std::uint32_t>;

std::uint32_t code(const char* format, double x) {
    return encode(find_format(format).value(), finite_value(from_double(x))).code;
}

/// Codes of finite numbers between 2^-20 and 2^20, and of zero.
Codes near_one(const Format& f, std::mt19937& random) {
    Codes codes;
    while (codes.size() < 4) {
        const auto code = static_cast<std::uint32_t>(random() % code_count(f));
        const ExactValue value = decode(f, code);
        if (!value.is_finite()) continue;
        if (value.is_zero() || std::abs(exponent_of(value.number)) <= 20) codes.push_back(code);
    }
    return codes;
}

/// The exponent by which products with a nonzero x are aligned.
int ranked(const Format& f, const Rational& x) {
    const int exponent = log2_floor(x);
    return f.kind == Kind::floating ? std::max(exponent, 1 - f.bias) : exponent;
}

/// The magnitude truncated to a multiple of 2^unit.
Rational truncated(const Rational& x, int unit) {
    const Rational magnitude = Rational(floor_of(abs(x) * power(-unit))) * power(unit);
    return x < 0 ? Rational(-magnitude) : magnitude;
}

}  // namespace

TEST_CASE("exact sums have the widths of the numerics page") {
    struct Row {
        const char* format;
        int products, width;
    };
    for (const Row& row :
         {Row{"e2m1", 32, 14}, Row{"e2m3", 32, 18}, Row{"e3m2", 32, 24}, Row{"e4m3", 32, 42},
          Row{"e5m2", 32, 70}, Row{"int8", 32, 21}, Row{"e2m1", 16, 13}}) {
        INFO(row.format);
        CHECK(sum_width(spec_of(row.format, row.format, "none"), row.products) == row.width);
    }
}

TEST_CASE("one rounding a block") {
    Dot dot(spec_of("mxfp8_e4m3", "mxfp8_e4m3", "fp32"));
    const std::uint32_t one = code("e4m3", 1), tiny = code("e4m3", 0x1p-9);
    // 1 + 2^-24 is a tie; the third product breaks it before the only rounding.
    dot.block(true, Codes{one, tiny, tiny}, 127, Codes{one, code("e4m3", 0x1p-9), tiny}, 127);
    CHECK(dot.acc() == Integer(0x3F800000 + 64));
    dot.block(true, Codes{one}, 127, Codes{one}, 127);
    dot.block(false, Codes{one}, 127 - 12, Codes{one}, 127 - 12);
    CHECK(dot.acc() == Integer(0x3F800000));
    dot.block(false, Codes{one, tiny}, 127 - 12, Codes{one, one}, 127 - 12);
    CHECK(dot.acc() == Integer(0x3F800001));
}

TEST_CASE("specials of elements and scales") {
    Dot dot(spec_of("mxfp8_e5m2", "mxfp8_e5m2", "fp32"));
    const std::uint32_t one = code("e5m2", 1), inf = 0x7C, nan_code = 0x7E;
    const auto acc = [&](Codes a, Codes b, std::uint32_t scale = 127, bool first = true) {
        dot.block(first, a, scale, b, 127);
        return dot.acc().convert_to<std::uint32_t>();
    };
    CHECK(acc({inf, one}, {one, one}) == 0x7F800000);
    CHECK(acc({inf}, {one | 0x80u}) == 0xFF800000);
    CHECK(acc({inf, inf}, {one, one | 0x80u}) == 0x7FC00000);
    CHECK(acc({inf}, {0}) == 0x7FC00000);
    CHECK(acc({nan_code}, {0}) == 0x7FC00000);
    CHECK(acc({one}, {one}, 255) == 0x7FC00000);
    CHECK(acc({one}, {one}, 127, false) == 0x7FC00000);
    CHECK(acc({one}, {one}) == 0x3F800000);
    CHECK(acc({0x80}, {one}) == 0);
    CHECK(acc({0x81}, {1}, 0) == 0x80000000);  // -2^-159 underflows and keeps its sign
    CHECK(acc({0x7B}, {0x7B}, 254) == 0x7F800000);
}

TEST_CASE("integer accumulators wrap, saturate, or are wide enough") {
    const Codes lowest(4, 0x80);  // -128
    for (const auto& [name, expected, overflow] : {std::tuple{"int18 wrap", 0x20000, true},
                                                   {"int18 saturate", 0x1FFFF, true},
                                                   {"int32", 0x20000, false},
                                                   {"int", 0x20000, false}}) {
        DotSpec spec = spec_of("int8", "int8", name);
        spec.block = 4;
        spec.blocks = 2;
        Dot dot(spec);
        dot.block(true, lowest, 0, lowest, 0);
        CHECK(dot.acc() == 0x10000);
        dot.block(false, lowest, 0, lowest, 0);
        INFO(name);
        CHECK(dot.acc() == expected);
        CHECK(dot.overflow() == overflow);
        CHECK_FALSE(dot.invalid());
    }
    DotSpec spec = spec_of("int8", "int8", "int");
    spec.block = 4;
    spec.blocks = 2;
    CHECK(Dot(spec).width() == 19);
}

TEST_CASE("a fixed window floors each block, saturates at both ends and remembers it") {
    Dot dot(spec_of("mxfp4", "mxfp4", "fixed<5,0>"));
    const std::uint32_t half = code("e2m1", 0.5), six = code("e2m1", 6), minus = 8;
    dot.block(true, Codes{half}, 127, Codes{half | minus}, 127);
    CHECK(dot.acc() == 63);  // floor(-1/4) = -1
    CHECK(dot.inexact());
    CHECK_FALSE(dot.overflow());
    dot.block(false, Codes{six}, 127, Codes{six}, 127);
    CHECK(dot.acc() == 31);
    CHECK(dot.overflow());
    dot.block(true, Codes{six}, 127, Codes{six | minus}, 127);
    CHECK(dot.acc() == 32);
    CHECK(dot.overflow());
    CHECK_FALSE(dot.inexact());
    dot.block(true, Codes{six}, 255, Codes{six}, 127);
    CHECK(dot.invalid());
    dot.block(true, Codes{six}, 127, Codes{half}, 127);
    CHECK(dot.acc() == 3);
    CHECK_FALSE(dot.invalid());
}

TEST_CASE("the default fixed window is exact") {
    DotSpec spec = spec_of("e5m2", "e5m2", "fixed");
    spec.block = 32;
    spec.blocks = 1;
    Dot dot(spec);
    CHECK(dot.width() == 70);
    dot.block(true, Codes{1}, 0, Codes{0x81}, 0);
    CHECK(dot.acc() == (Integer(1) << 70) - 1);
}

TEST_CASE("without accumulator a block's sum leaves in units of the smallest product bit") {
    DotSpec spec = spec_of("e4m3", "e4m3", "none");
    spec.block = 2;
    Dot dot(spec);
    dot.block(false, Codes{1, 1}, 0, Codes{1, 2}, 0);
    CHECK(dot.acc() == 3);
    dot.block(false, Codes{1, 0}, 0, Codes{0x81, 0}, 0);
    CHECK(dot.acc() == (Integer(1) << dot.width()) - 1);
    CHECK_FALSE(dot.invalid());
    dot.block(false, Codes{0x7F, 0}, 0, Codes{1, 0}, 0);
    CHECK(dot.invalid());
}

TEST_CASE("a sum may start from a given value") {
    DotSpec spec = spec_of("int8", "int8", "int32");
    spec.initial = true;
    Dot integers(spec);
    integers.block(true, Codes{2}, 0, Codes{3}, 0, 0xFFFFFFFF);
    CHECK(integers.acc() == 5);
    spec = spec_of("e4m3", "e4m3", "fp32");
    spec.initial = true;
    Dot floats(spec);
    floats.block(true, Codes{0}, 0, Codes{0}, 0, 0x80000000);
    CHECK(floats.acc() == 0);
    floats.block(true, Codes{code("e4m3", 1)}, 0, Codes{code("e4m3", 1)}, 0, 0x3F800000);
    CHECK(floats.acc() == 0x40000000);
}

TEST_CASE("the tensorcore rule on integers and tables, by fractions") {
    std::mt19937 random(22);
    unsigned nonzero = 0;
    for (const auto& [a, b] : std::vector<std::array<const char*, 2>>{{"bf16", "int4"},
                                                                      {"int8", "e4m3"},
                                                                      {"int2", "int16"},
                                                                      {"nf4", "fp16"},
                                                                      {"posit8", "mant17"}}) {
        Dot dot(spec_of(a, b, "tensorcore<6,4,9>"));
        const Format fa = find_format(a).value(), fb = find_format(b).value();
        for (int i = 0; i < 400; ++i) {
            const Codes x = near_one(fa, random), y = near_one(fb, random);
            Rational sum = 0;
            int top = -126;
            for (const bool adds : {false, true}) {
                for (std::size_t k = 0; k < x.size(); ++k) {
                    const Rational p = to_rational(decode(fa, x[k]).number),
                                   q = to_rational(decode(fb, y[k]).number);
                    if (p * q == 0) continue;
                    if (!adds) top = std::max(top, ranked(fa, p) + ranked(fb, q));
                    if (adds) sum += truncated(p * q, top - 6);
                }
            }
            if (sum != 0) sum = truncated(sum, log2_floor(sum) - 8);
            dot.block(true, x, 0, y, 0);
            INFO(a << " " << b);
            REQUIRE(to_rational(
                        decode(find_format("fp32").value(), dot.acc().convert_to<std::uint32_t>())
                            .number) == sum);
            nonzero += sum != 0;
        }
    }
    REQUIRE(nonzero > 1500);
}

TEST_CASE("the tensorcore rule on a case worked by hand") {
    // m = 0, F = 3: 1 + 3 * 2^-4 truncates the second term to 2^-3; R = 4 keeps all.
    Dot dot(spec_of("e4m3", "e4m3", "tensorcore<3,4,4>"));
    dot.block(true, Codes{code("e4m3", 1), code("e4m3", 0.1875)}, 0,
              Codes{code("e4m3", 1), code("e4m3", 1)}, 0);
    CHECK(dot.acc() == 0x3F900000);  // 1.125
    dot.block(true, Codes{code("e4m3", -1), code("e4m3", 0.1875)}, 0,
              Codes{code("e4m3", 1), code("e4m3", 1)}, 0);
    CHECK(dot.acc() == 0xBF600000);  // -0.875: magnitudes are truncated, not two's complements
    dot.block(true, Codes{0x7F}, 0, Codes{0}, 0);
    CHECK(dot.acc() == 0x7FFFFFFF);
}
