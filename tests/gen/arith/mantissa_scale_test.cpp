// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/mantissa_scale.h"

#include "sw/model/convert.h"
#include "tests/gen/arith/circuit.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// Encode scales in fp32: ordinary, near both ends, subnormal, and such as cannot be used.
const std::vector<std::uint32_t> tensor_scales{
    0x3F800000, 0x3FC00000, 0x40490FDB, 0x3DCCCCCD, 0x42FE0001, 0x00800000, 0x7F7FFFFF,
    0x00000001, 0x007FFFFF, 0x00000000, 0x80000000, 0xBF800000, 0x7F800000, 0x7FC00000};

/// Scale of one number in a block.
class MantissaScale {
  public:
    MantissaScale(const Format& input, const BlockFormat& format, bool saturates)
        : input_(input),
          format_(format),
          saturates_(saturates),
          dut_(interpreted([&](ir::Module& m) {
              const arith::MantissaScaleChooser chooser(input, *format.scale, format.element,
                                                        saturates);
              const auto key =
                  arith::scale_key(input, m.input("x_i", arith::codes(input)), saturates);
              const auto s = chooser.scale(key, m.input("g_i", ir::Range::unsigned_bits(32)));
              m.output("code_o", s.code), m.output("divisor_o", s.divisor);
              m.output("gain_o", s.gain), m.output("exponent_o", s.exponent);
              m.output("clear_o", s.clear), m.output("invalid_o", s.invalid);
          })) {
        rule_.nonfinite = saturates ? NonFinite::saturate : NonFinite::nan_block;
    }

    void check(std::uint32_t code, std::uint32_t g_code) {
        const auto x = model::decode(input_, code), g = model::decode(*find_format("fp32"), g_code);
        // NaN that no element can hold is found beside the scale.
        if (x.is_nan() && saturates_ && !model::nan_code(format_.element)) return;
        const auto expected = model::convert_block(format_, std::vector{x}, rule_, {}, g);
        dut_.set("x_i", code), dut_.set("g_i", g_code);
        dut_.eval();
        INFO(input_.name << " " << code << " by " << g_code << " to " << format_.element.name);
        REQUIRE(dut_.get("code_o") == expected.scale);
        REQUIRE((dut_.get("invalid_o") != 0) == expected.invalid);
        const auto scale = model::decode(*format_.scale, expected.scale);
        REQUIRE((dut_.get("clear_o") != 0) == (scale.is_nan() || scale.is_zero()));
        if (dut_.get("clear_o") != 0) return;
        // x * g / S = mag * gain / divisor * 2^(field + exponent), mag * 2^field = x * 2^weight.
        const int weight = input_.bias + input_.mantissa_bits;
        const Dyadic gain(dut_.get("gain_o"), integer_at(dut_, "exponent_o") + weight);
        REQUIRE(gain * scale.number == g.number * Dyadic(dut_.get("divisor_o")));
    }

  private:
    Format input_;
    BlockFormat format_;
    bool saturates_;
    view::Interpreter dut_;
    ConvertRule rule_;
};

BlockFormat scaled_format(const std::string& element, const std::string& scale) {
    auto format = *find_block_format(element);
    format.scale = find_format(scale);
    format.tensor_scale = true;
    return format;
}

}  // namespace

TEST_CASE("the nearest scale with a mantissa of every number, special ones included") {
    const auto input = *find_format(GENERATE(as<std::string>{}, "e4m4ieee", "e6m2ieee"));
    const auto scale = GENERATE(as<std::string>{}, "ue4m3", "ue5m3");
    const auto element = GENERATE(as<std::string>{}, "e2m1", "int4", "e4m3", "int16", "nf4");
    for (bool saturates : {false, true}) {
        MantissaScale chooser(input, scaled_format(element, scale), saturates);
        for (std::uint32_t code = 0; code < model::code_count(input); ++code)
            for (const auto g : tensor_scales) chooser.check(code, g);
    }
}

TEST_CASE("the nearest scale with a mantissa, fp32 numbers by both powers and long significands") {
    const auto element = GENERATE(as<std::string>{}, "e2m1", "int4");
    MantissaScale chooser(*find_format("fp32"), scaled_format(element, "ue4m3"),
                          GENERATE(false, true));
    for (std::uint32_t field = 0; field < 256; ++field)
        for (const std::uint32_t mantissa : {0u, 1u, 0x400000u, 0x5A5A5Au, 0x7FFFFFu})
            for (const auto g : tensor_scales) chooser.check(field << 23 | mantissa, g);
}

TEST_CASE("steps of the scale meet where the nearest changes") {
    // max = 6, scales k/8: amax = 6 * (2k + 1) / 16 ties, to the even one.
    MantissaScale chooser(*find_format("fp32"), scaled_format("e2m1", "ue4m3"), false);
    const auto fp32 = *find_format("fp32");
    for (int k = 8; k < 16; ++k)
        for (int around : {-1, 0, 1}) {
            const auto tie =
                model::round_to(fp32, model::finite_value(Dyadic(6 * (2 * k + 1), -4)));
            chooser.check(tie + static_cast<std::uint32_t>(around), 0x3F800000);
        }
}
