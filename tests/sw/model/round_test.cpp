// SPDX-License-Identifier: Apache-2.0
#include "sw/model/round.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace mxgen;
using namespace mxgen::model;

namespace {

std::vector<Format> narrow_formats() {
    std::vector<Format> narrow;
    for (const Format& f : formats())
        if (f.bits <= 16 && f.kind != Kind::table) narrow.push_back(f);
    for (const char* name : {"int2", "int4", "int8", "int16", "e3m4", "e2m3b2", "e1m6", "e6m1",
                             "e3m0", "e3m4fn", "e4m5ieee"})
        narrow.push_back(find_format(name).value());
    return narrow;
}

std::uint32_t code_of(const char* format, const Dyadic& x, Rounding rounding = Rounding::rne,
                      Overflow overflow = Overflow::saturate) {
    return encode(find_format(format).value(), finite_value(x), {rounding, overflow}).code;
}

const Dyadic hair(1, -200);  // less than an ulp of anything narrow

}  // namespace

TEST_CASE("encode inverts decode for every code of every format of at most 16 bits") {
    for (const Format& f : narrow_formats()) {
        unsigned checked = 0;
        const std::uint32_t fields =
            f.kind == Kind::floating ? (f.is_signed + f.exponent_bits + f.mantissa_bits) : f.bits;
        for (std::uint32_t code = 0; code < (1u << fields); ++code) {
            const ExactValue x = decode(f, code);
            if (x.is_nan()) continue;
            if (f.kind == Kind::integer && code == (1u << (f.bits - 1))) continue;
            INFO(f.name << " " << code);
            CHECK(encode(f, x, {Rounding::rne, Overflow::propagate}).code == code);
            ++checked;
        }
        REQUIRE(checked > 0);
    }
}

TEST_CASE("midpoints between neighbours go to the even code, a hair beside them to the nearer") {
    for (const Format& f : narrow_formats()) {
        const int magnitude_bits =
            f.kind == Kind::floating ? f.exponent_bits + f.mantissa_bits : f.bits - 1;
        unsigned checked = 0;
        for (std::uint32_t code = 0; code + 1 < (1u << magnitude_bits); ++code) {
            const ExactValue lower = decode(f, code), upper = decode(f, code + 1);
            if (!lower.is_finite() || !upper.is_finite()) continue;
            const Dyadic middle = (lower.number + upper.number) * Dyadic(1, -1);
            INFO(f.name << " " << code);
            const auto rounded = [&](const Dyadic& x, Rounding mode) {
                return encode(f, finite_value(x), {mode, Overflow::saturate}).code;
            };
            CHECK(rounded(middle, Rounding::rne) == code + code % 2);
            CHECK(rounded(middle - hair, Rounding::rne) == code);
            CHECK(rounded(middle + hair, Rounding::rne) == code + 1);
            CHECK(rounded(middle, Rounding::rna) == code + 1);
            CHECK(rounded(middle - hair, Rounding::rna) == code);
            CHECK(rounded(upper.number - hair, Rounding::rtz) == code);
            ++checked;
        }
        REQUIRE(checked > 0);
    }
}

TEST_CASE("overflow is looked for after rounding") {
    CHECK(code_of("e4m3", 464, Rounding::rne, Overflow::propagate) == 0x7E);
    CHECK(code_of("e4m3", Dyadic(464) + hair, Rounding::rne, Overflow::propagate) == 0x7F);
    CHECK(code_of("e4m3", Dyadic(464) + hair) == 0x7E);
    CHECK(code_of("e5m2", 61440, Rounding::rne, Overflow::propagate) == 0x7C);
    CHECK(code_of("e5m2", Dyadic(61440) - hair, Rounding::rne, Overflow::propagate) == 0x7B);
    CHECK(code_of("e2m1", -100, Rounding::rne, Overflow::propagate) == 0xF);
    CHECK(code_of("int8", -1000) == 0x81);
    CHECK(code_of("mxint8", -2) == 0x81);
    Format asymmetric = find_format("int8").value();
    asymmetric.asymmetric = true;
    CHECK(encode(asymmetric, finite_value(-1000)).code == 0x80);
    CHECK(encode(asymmetric, finite_value(1000)).code == 0x7F);
}

TEST_CASE("NaN, infinities and signed zeros") {
    const auto format = [](const char* name) { return find_format(name).value(); };
    const RoundingRule propagate{Rounding::rne, Overflow::propagate};
    CHECK(encode(format("e4m3"), nan_value(true)).code == 0xFF);
    CHECK(encode(format("e5m2"), nan_value()).code == 0x7F);
    CHECK(round_to(format("fp32"), nan_value(true)) == 0x7FC00000);
    CHECK(round_to(format("bf16"), nan_value()) == 0x7FC0);
    CHECK(round_to(format("fp16"), nan_value()) == 0x7E00);
    const Encoded lost = encode(format("e2m1"), nan_value(true));
    CHECK(lost.code == 0);
    CHECK(lost.invalid);
    CHECK(encode(format("int8"), nan_value()).invalid);
    CHECK(encode(format("e5m2"), infinite_value(true)).code == 0xFB);
    CHECK(encode(format("e5m2"), infinite_value(true), propagate).code == 0xFC);
    CHECK(encode(format("e4m3"), infinite_value(true), propagate).code == 0xFF);
    CHECK(encode(format("int4"), infinite_value(true)).code == 0x9);
    CHECK(code_of("e4m3", Dyadic(-1, -40)) == 0x80);
    CHECK(encode(format("e4m3"), finite_value(0, true)).code == 0x80);
    CHECK(code_of("int8", Dyadic(-1, -40)) == 0);
    CHECK(code_of("ue4m3", -3) == 0);
    CHECK(code_of("e8m0", Dyadic(1, -140)) == 0);
    CHECK(code_of("e8m0", Dyadic(3, 126), Rounding::rtz) == 254);
}

TEST_CASE("stochastic rounding moves up for exactly floor(frac * 2^n) of 2^n random numbers") {
    const Format f = find_format("e2m1").value();
    const RoundingRule rule{Rounding::sr, Overflow::saturate, 4};
    for (int sixteenths = 0; sixteenths < 16; ++sixteenths) {
        for (const int sign : {1, -1}) {
            // Between 2 and 3, a hair above a sixteenth: the hair is floored away.
            const Dyadic x = Dyadic(2) + Dyadic(sixteenths, -4) + hair;
            int ups = 0;
            for (std::uint32_t r = 0; r < 16; ++r) {
                const auto code = encode(f, finite_value(sign > 0 ? x : -x), rule, r).code;
                ups += (code & 7) == 5;
                CHECK(((code & 7) == 4 || (code & 7) == 5));
            }
            CHECK(ups == sixteenths);
        }
    }
}
