// SPDX-License-Identifier: Apache-2.0
#include "sw/model/convert.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sw/model/values.h"

using namespace mxgen;
using namespace mxgen::model;
using mxgen::testing::values;

namespace {

BlockFormat block_format(const char* name) { return find_block_format(name).value(); }

ConvertedBlock convert(const char* format, const std::vector<ExactValue>& x,
                       const ConvertRule& rule = {}, double g = 1) {
    return convert_block(block_format(format), x, rule, {}, finite_value(from_double(g)));
}

std::uint32_t scale(const char* format, double amax, ScaleRule rule) {
    return scale_code(block_format(format), from_double(amax), rule);
}

}  // namespace

TEST_CASE("the four scale rules around a power of two") {
    // E4M3: emax 8, max 448 = 1.75 * 2^8.
    CHECK(scale("mxfp8_e4m3", 256, ScaleRule::floor) == 127);
    CHECK(scale("mxfp8_e4m3", 511, ScaleRule::floor) == 127);
    CHECK(scale("mxfp8_e4m3", 0x1.fffffep8, ScaleRule::floor) == 127);
    CHECK(scale("mxfp8_e4m3", 256, ScaleRule::ceil) == 127);
    CHECK(scale("mxfp8_e4m3", 257, ScaleRule::ceil) == 128);
    CHECK(scale("mxfp8_e4m3", 495, ScaleRule::even) == 127);
    CHECK(scale("mxfp8_e4m3", 496, ScaleRule::even) == 128);
    CHECK(scale("mxfp8_e4m3", 448, ScaleRule::rceil) == 127);
    CHECK(scale("mxfp8_e4m3", 448.5, ScaleRule::rceil) == 128);
    // mxint8: max 127/64; int4: qmax 7.
    CHECK(scale("mxint8", 127.0 / 64, ScaleRule::rceil) == 127);
    CHECK(scale("mxint8", 127.1 / 64, ScaleRule::rceil) == 128);
    CHECK(scale("mxint8", 2 - 0x1p-6, ScaleRule::even) == 127);
    CHECK(scale("mxint8", 2 - 0x1p-7, ScaleRule::even) == 128);
    CHECK(scale("mxint4", 7, ScaleRule::rceil) == 127);
    CHECK(scale("mxint4", 7.5, ScaleRule::rceil) == 128);
    CHECK(scale("mxint4", 7.9, ScaleRule::floor) == 127);
}

TEST_CASE("the scale is clamped at both ends") {
    CHECK(scale("mxfp8_e5m2", 0x1p-149, ScaleRule::floor) == 0);
    CHECK(scale("mxint8", 0x1.fffffep127, ScaleRule::rceil) == 254);
    CHECK(scale("mxfp4", 0x1.fffffep127, ScaleRule::even) == 255);
    CHECK(scale("mxfp4", 0, ScaleRule::ceil) == 0);
}

TEST_CASE("elements are rounded by their block's scale and saturate") {
    CHECK(convert("mxfp8_e4m3", values({-0.0, 0})).codes == std::vector<std::uint32_t>{0, 0});
    CHECK(convert("mxfp8_e4m3", values({-0.0, 1})).codes[0] == 0x80);
    const auto block = convert("mxfp4", values({7.9, -1.25, 0.2, -0.01}));
    CHECK(block.scale == 127);
    CHECK(block.codes == std::vector<std::uint32_t>{7, 0xA, 0, 8});
    CHECK(convert("mxint4", values({7.9, -7.4, 0.5, -1.5})).codes ==
          std::vector<std::uint32_t>{7, 9, 0, 0xE});
}

TEST_CASE("blocks with NaN and infinities") {
    std::vector<ExactValue> x = values({1, -2, 0});
    x.push_back(infinite_value(true));
    const auto nan_block = convert("mxfp8_e4m3", x);
    CHECK(nan_block.scale == 255);
    CHECK(nan_block.codes == std::vector<std::uint32_t>(4));
    ConvertRule saturate;
    saturate.nonfinite = NonFinite::saturate;
    const auto kept = convert("mxfp8_e4m3", x, saturate);
    CHECK(kept.scale == 127 + 1 - 8);
    CHECK(kept.codes[3] == 0xFE);
    x.push_back(nan_value());
    CHECK(convert("mxfp8_e4m3", x, saturate).codes[4] == 0x7F);
    CHECK(convert("mxfp4", x, saturate).scale == 255);
    const auto bare = convert("int8", {nan_value(), finite_value(3)});
    CHECK(bare.codes == std::vector<std::uint32_t>{0, 3});
    CHECK(bare.invalid);
}

TEST_CASE("NVFP4 exact: two-level scales without a rounding in between") {
    // amax 3, g 100: 3 * 100 / 6 = 50 lies between 48 and 52, a tie, to the even 48.
    const auto block = convert("nvfp4", values({3, 0.36, -0.01}), {}, 100);
    CHECK(decode(*block_format("nvfp4").scale, block.scale).number == Dyadic(48));
    // 3 * 100 / 48 = 6.25 saturates; 0.36 * 100 / 48 = 0.75 - a hair of 0.36 in binary.
    CHECK(block.codes == std::vector<std::uint32_t>{7, 1, 8});
    CHECK(convert("nvfp4", values({0, -0.0}), {}, 100).scale == 0);
    CHECK(convert("nvint4", values({7, -3.5}), {}, 1).codes == std::vector<std::uint32_t>{7, 0xC});
    const BlockFormat nvfp4 = block_format("nvfp4");
    for (const ExactValue& g :
         {nan_value(), infinite_value(false), finite_value(0), finite_value(-1)}) {
        const auto bad = convert_block(nvfp4, values({1, 2}), {}, {}, g);
        CHECK(bad.scale == 0x7F);
        CHECK(bad.codes == std::vector<std::uint32_t>{0, 0});
        CHECK(bad.invalid);
    }
}

TEST_CASE("quotients by a scale round exactly at ties") {
    // S = 0.4375 (7 * 2^-4): x * g / S is a third-like fraction; ties exist where it is not.
    const BlockFormat nvfp4 = block_format("nvfp4");
    for (const auto& [numerator, code] : {std::pair{7 * 0.25, 0u},
                                          {7 * 0.75, 2u},
                                          {7 * 1.25, 2u},
                                          {7 * 1.75, 4u},
                                          {7 * 2.5, 4u},
                                          {7 * 3.5, 6u},
                                          {7 * 5.0, 6u}}) {
        // amax = 6 * 7 fixes S = 7 with g = 1.
        const auto tie = convert_block(nvfp4, values({42, numerator}), {});
        CHECK(decode(*nvfp4.scale, tie.scale).number == Dyadic(7));
        CHECK(tie.codes[1] == code);
        const auto above = convert_block(nvfp4, values({42, numerator + 0x1p-40}), {});
        CHECK(above.codes[1] == (code % 2 == 0 && (numerator == 7 * 0.25 || numerator == 7 * 1.25 ||
                                                   numerator == 7 * 2.5 || numerator == 7 * 5.0)
                                     ? code + 1
                                     : code));
    }
}

TEST_CASE("back conversion rounds once") {
    const Format fp32 = find_format("fp32").value(), bf16 = find_format("bf16").value();
    CHECK(deconvert(block_format("mxfp8_e4m3"), 0x38, 127, fp32) == 0x3F800000);
    CHECK(deconvert(block_format("mxfp8_e4m3"), 0x80, 127, fp32) == 0x80000000);
    CHECK(deconvert(block_format("mxfp8_e4m3"), 0x7F, 127, fp32) == 0x7FC00000);
    CHECK(deconvert(block_format("mxfp8_e4m3"), 0x38, 255, bf16) == 0x7FC0);
    // 2^-9 * 2^-127 = 2^-136: the eighth of bf16's smallest subnormal is lost, its sign is not.
    CHECK(deconvert(block_format("mxfp8_e4m3"), 0x81, 0, bf16) == 0x8000);
    CHECK(deconvert(block_format("mxfp8_e4m3"), 0x01, 0, fp32) == 1u << 13);
    CHECK(deconvert(block_format("mxint8"), 0x80, 254, fp32) == 0xFF800000);
    // 6 * 448 / 3 = 896; 1 * 1 / 3 rounds to nearest.
    CHECK(deconvert(block_format("nvfp4"), 7, 0x7E, fp32, 3) == 0x44600000);
    CHECK(deconvert(block_format("nvfp4"), 2, 0x38, fp32, 3) == 0x3EAAAAAB);
}
