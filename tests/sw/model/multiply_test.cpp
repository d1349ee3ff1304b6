// SPDX-License-Identifier: Apache-2.0
#include "sw/model/multiply.h"

#include <bit>
#include <catch2/catch.hpp>
#include <random>

using namespace mxgen;
using namespace mxgen::model;

namespace {

MultiplySpec multiply_spec(const char* format, const char* kind, const char* mode = "packed",
                           const char* l = "paper", const char* subnormals = "flush") {
    const Format f = find_format(format).value();
    return {f, f, find_multiplier(kind, mode, l, subnormals, f.mantissa_bits).value()};
}

std::uint32_t result(const MultiplySpec& spec, std::uint32_t a, std::uint32_t b) {
    return multiply(spec, a, b).convert_to<std::uint32_t>();
}

/// The packed rule as the paper's circuit computes it, on the fields of two normal codes.
std::uint32_t field_sum(const Format& f, std::uint32_t a, std::uint32_t b, int offset) {
    const int magnitudes = 1 << (f.exponent_bits + f.mantissa_bits), m = f.mantissa_bits;
    const int x = static_cast<int>(a) % magnitudes, y = static_cast<int>(b) % magnitudes;
    const int sign = static_cast<int>(a ^ b) & magnitudes;
    const int field = x + y - (f.bias << m) + offset;
    if (field < 1 << m) return static_cast<std::uint32_t>(sign);
    const int max_code = encode(f, finite_value(max_finite(f))).code;
    return static_cast<std::uint32_t>(sign + std::min(field, max_code));
}

bool is_normal(const Format& f, std::uint32_t code) {
    const ExactValue x = decode(f, code);
    return x.is_finite() && !(abs(x.number) < Dyadic(1, min_exponent(f)));
}

}  // namespace

TEST_CASE("packed L-Mul is one addition of fields") {
    struct Row {
        const char *format, *l;
        int offset;
    };
    for (const Row& row : {Row{"e4m3", "paper", 1},
                           {"e4m3", "none", 0},
                           {"e4m3", "2", 2},
                           {"e4m3", "4", 0},
                           {"e5m2", "paper", 1},
                           {"e3m2", "paper", 1},
                           {"e2m3", "1", 4},
                           {"e2m1", "paper", 1},
                           {"e3m4", "paper", 2},
                           {"e2m5", "paper", 2},
                           {"e1m6", "paper", 4},
                           {"e6m1", "paper", 1},
                           {"e4m3", "-1", 16}}) {
        const MultiplySpec spec = multiply_spec(row.format, "lmul", "packed", row.l);
        unsigned pairs = 0;
        for (std::uint32_t a = 0; a < code_count(spec.a); ++a) {
            for (std::uint32_t b = 0; b < code_count(spec.a); ++b) {
                if (!is_normal(spec.a, a) || !is_normal(spec.a, b)) continue;
                if (result(spec, a, b) == field_sum(spec.a, a, b, row.offset)) {
                    ++pairs;
                    continue;
                }
                INFO(row.format << " l=" << row.l << ' ' << a << ' ' << b);
                REQUIRE(result(spec, a, b) == field_sum(spec.a, a, b, row.offset));
            }
        }
        REQUIRE(pairs > 0);
    }
}

TEST_CASE("rounded needs a carry for 0 of 4, 2 of 16, 25 of 64 pairs of mantissas") {
    for (const auto& [name, wanted] : {std::pair{"e4m1", 0}, {"e4m2", 2}, {"e4m3", 25}}) {
        const MultiplySpec rounded = multiply_spec(name, "rounded");
        const MultiplySpec mitchell = multiply_spec(name, "lmul", "packed", "none");
        const std::uint32_t mantissas = 1u << rounded.a.mantissa_bits;
        const std::uint32_t one = static_cast<std::uint32_t>(rounded.a.bias) * mantissas;
        int carries = 0;
        for (std::uint32_t a = one; a < one + mantissas; ++a)
            for (std::uint32_t b = one; b < one + mantissas; ++b)
                carries += static_cast<int>(result(rounded, a, b) - result(mitchell, a, b));
        INFO(name);
        CHECK(carries == wanted);
    }
}

TEST_CASE("rounded equals the exact product where neither leaves the normal numbers") {
    const MultiplySpec rounded = multiply_spec("e4m3", "rounded"),
                       exact = multiply_spec("e4m3", "exact");
    unsigned pairs = 0;
    for (std::uint32_t a = 0; a < 256; ++a) {
        for (std::uint32_t b = 0; b < 256; ++b) {
            if (!is_normal(exact.a, a) || !is_normal(exact.a, b)) continue;
            if (abs(decode(exact.a, a).number * decode(exact.a, b).number) < Dyadic(1, -6))
                continue;
            CHECK(result(rounded, a, b) == result(exact, a, b));
            ++pairs;
        }
    }
    REQUIRE(pairs > 30000);
}

TEST_CASE("eq1 worked by hand") {
    const Format f = find_format("e4m3").value();
    const auto lane = [&](const char* l, double x, double y) {
        const Multiplier eq1 = find_multiplier("lmul", "eq1", l, "flush", 3).value();
        return to_double(
            product(eq1, f, f, finite_value(from_double(x)), finite_value(from_double(y))).number);
    };
    CHECK(lane("paper", 1, 1) == 1.125);
    CHECK(lane("none", 1, 1) == 1);
    CHECK(lane("paper", 1.75, -3.5) == -2 * (1 + 0.75 + 0.75 + 0.125));
    CHECK(lane("6", 1.5, 1.5) == 2 + 1.0 / 64);
    CHECK(lane("-2", 1, 1) == 5);
    CHECK(lane("paper", 0x1p-6, 0x1p-6) == 1.125 * 0x1p-12);  // nothing flushes in a lane
    CHECK(lane("paper", 448, 448) == 2.625 * 0x1p16);         // nor saturates
    const MultiplySpec alone = multiply_spec("e4m3", "lmul", "eq1");
    CHECK(result(alone, 0x3E, 0x3E) == 0x42);  // 1.75 * 1.75: 2.625 truncated to 2.5
    CHECK(result(alone, 0x7E, 0x7E) == 0x7E);
    CHECK(result(alone, 0x08, 0x30) == 0x00);  // 2^-6 * 0.5 lies below the normal numbers
    CHECK(result(alone, 0x88, 0x38) == 0x89);
}

TEST_CASE("packed beyond the largest number saturates, below the smallest normal is zero") {
    const MultiplySpec e4m3 = multiply_spec("e4m3", "lmul");
    CHECK(result(e4m3, 0x7E, 0x38) == 0x7E);  // the sum is NaN's code
    CHECK(result(e4m3, 0x7E, 0xFE) == 0xFE);
    CHECK(result(e4m3, 0x08, 0x38) == 0x09);
    CHECK(result(e4m3, 0x08, 0xB6) == 0x80);  // the sum is the largest subnormal's code
    CHECK(result(e4m3, 0x08, 0xB7) == 0x88);
    const MultiplySpec e5m2 = multiply_spec("e5m2", "lmul");
    CHECK(result(e5m2, 0x7B, 0x7B) == 0x7B);
    const MultiplySpec fp32 = multiply_spec("fp32", "lmul");
    CHECK(result(fp32, 0x7F7FFFFF, 0xFF7FFFFF) == 0xFF7FFFFF);
    CHECK(result(fp32, 0x3F800000, 0x3F800000) == 0x3F800000 + (1 << 19));
}

TEST_CASE("subnormal operands are flushed or normalized") {
    const MultiplySpec flush = multiply_spec("e4m3", "lmul");
    const MultiplySpec normalize = multiply_spec("e4m3", "lmul", "packed", "none", "normalize");
    CHECK(result(flush, 0x81, 0x7E) == 0x80);
    CHECK(result(normalize, 0x01, 0x7E) == 0x36);  // 2^-9 * 448 = 0.875
    CHECK(result(normalize, 0x03, 0x70) == 0x34);  // 1.5 * 2^-8 * 128 = 0.75
    CHECK(result(normalize, 0x03, 0x38) == 0x00);  // 3 * 2^-9 is subnormal as a result too
    CHECK(result(multiply_spec("e4m3", "rounded"), 0x07, 0x38) == 0x00);
    CHECK(result(multiply_spec("e4m3", "rounded", "packed", "paper", "normalize"), 0x07, 0x40) ==
          0x0E);
}

TEST_CASE("zeros and specials are those of an exact multiplier") {
    for (const char* kind : {"exact", "lmul", "rounded"}) {
        INFO(kind);
        const MultiplySpec e5m2 = multiply_spec("e5m2", kind), e4m3 = multiply_spec("e4m3", kind);
        const std::uint32_t inf = 0x7C, one = 0x3C;
        CHECK(result(e5m2, 0x00, 0x80 | one) == 0x80);
        CHECK(result(e5m2, 0x80, 0x80) == 0x00);
        CHECK(result(e5m2, inf, 0x80 | one) == 0xFC);
        CHECK(result(e5m2, 0xFC, 0xFC) == inf);
        CHECK(result(e5m2, inf, 0x80) == 0x7F);
        CHECK(result(e5m2, 0xFD, one) == 0x7F);
        CHECK(result(e5m2, inf, 0x01) == inf);  // a subnormal is no zero here
        CHECK(result(e4m3, 0xFF, 0x00) == 0x7F);
        CHECK(result(e4m3, 0x7F, 0xFF) == 0x7F);
    }
    CHECK(result(multiply_spec("bf16", "lmul"), 0x7F80, 0x0000) == 0x7FC0);
    CHECK(result(multiply_spec("fp16", "lmul"), 0xFC01, 0x3C00) == 0x7E00);
}

TEST_CASE("the exact product of fp32 codes is the machine's") {
    MultiplySpec spec = multiply_spec("fp32", "exact");
    spec.saturate = false;
    std::mt19937 random(7);
    for (int i = 0; i < 20000; ++i) {
        std::uint32_t a = static_cast<std::uint32_t>(random());
        std::uint32_t b = static_cast<std::uint32_t>(random());
        if (i % 2 == 1) b = (b & 0x807FFFFF) | ((254 - (a >> 23) % 256 + b % 4) % 255 << 23);
        const float x = std::bit_cast<float>(a), y = std::bit_cast<float>(b), p = x * y;
        const std::uint32_t wanted = p != p ? 0x7FC00000 : std::bit_cast<std::uint32_t>(p);
        INFO(a << ' ' << b);
        REQUIRE(result(spec, a, b) == wanted);
    }
    spec.saturate = true;
    CHECK(result(spec, 0x7F7FFFFF, 0xC0000000) == 0xFF7FFFFF);
    CHECK(result(spec, 0x7F800000, 0xC0000000) == 0xFF800000);
    CHECK(result(multiply_spec("e4m3", "exact"), 0x7E, 0x7E) == 0x7E);
}

TEST_CASE("the full product has every bit") {
    struct Row {
        const char *a, *b;
        int exponent_bits, mantissa_bits, bias;
    };
    unsigned pairs = 0;
    for (const Row& row : {Row{"e4m3", "e4m3", 5, 7, 13},
                           {"e5m2", "e5m2", 6, 5, 29},
                           {"e2m1", "e2m1", 3, 3, 1},
                           {"e1m6", "e1m6", 2, 13, -1},
                           {"e5m2", "e2m3", 6, 6, 15}}) {
        const Format a = find_format(row.a).value(), b = find_format(row.b).value();
        const MultiplySpec spec{.a = a, .b = b, .full = true};
        const Format full = spec.result();
        INFO(row.a << " x " << row.b);
        CHECK(full.exponent_bits == row.exponent_bits);
        CHECK(full.mantissa_bits == row.mantissa_bits);
        CHECK(full.bias == row.bias);
        for (std::uint32_t x = 0; x < code_count(a); ++x) {
            for (std::uint32_t y = 0; y < code_count(b); ++y, ++pairs) {
                const ExactValue p = decode(a, x) * decode(b, y);
                const ExactValue q = decode(full, result(spec, x, y));
                if (!(p.is_nan() ? q.is_nan() : p == q)) FAIL(x << " * " << y);
            }
        }
    }
    REQUIRE(pairs > 100000);
    const Format fp32 = find_format("fp32").value();
    CHECK(multiply({.a = fp32, .b = fp32, .full = true}, 0x7F7FFFFF, 0xBF800000) ==
          (Integer(1) << 56) + (Integer(127 + 127 + 126) << 47) + (Integer(0xFFFFFE) << 24 >> 1));
}

TEST_CASE("formats that a multiplier cannot take are refused") {
    const Format e4m3 = find_format("e4m3").value(), e5m2 = find_format("e5m2").value();
    CHECK_THROWS_AS(multiply({.a = e4m3, .b = e5m2}, 0, 0), std::invalid_argument);
    MultiplySpec spec = multiply_spec("e4m3", "lmul");
    spec.full = true;
    CHECK_THROWS_AS(multiply(spec, 0, 0), std::invalid_argument);
    const Format int8 = find_format("int8").value();
    CHECK_THROWS_AS(multiply({.a = int8, .b = int8, .full = true}, 0, 0), std::invalid_argument);
}

TEST_CASE("words that name a multiplier") {
    CHECK_FALSE(find_multiplier("lmul", "packed", "many", "flush", 3));
    CHECK_FALSE(find_multiplier("lmul", "eq2", "paper", "flush", 3));
    CHECK_FALSE(find_multiplier("lmul", "eq1", "3x", "flush", 3));
    CHECK_FALSE(find_multiplier("product", "eq1", "paper", "flush", 3));
    CHECK(find_multiplier("exact", "", "", "", 3) == Multiplier{});
    CHECK(find_multiplier("lmul", "eq1", "paper", "flush", 4)->l == 3);
    CHECK(find_multiplier("lmul", "eq1", "paper", "flush", 23)->l == 4);
    CHECK_FALSE(find_multiplier("lmul", "eq1", "none", "normalize", 3)->l);
}
