// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/fast_quantize.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "sw/tensor/vector_clones.h"

namespace mxgen::tensor {
namespace {

constexpr std::uint32_t magnitude_mask = 0x7FFFFFFF, infinity_bits = 0x7F800000;
constexpr std::uint32_t hidden_one = 1u << 23;

/// 2^-exponent, exponent from -127 to 127.
float power_of_two(int minus_exponent) { return std::ldexp(1.0f, minus_exponent); }

bool is_applicable(const BlockFormat& format, const ConvertRule& rule) {
    const Format& element = format.element;
    const bool element_fits =
        element.bits <= 8 &&
        ((element.kind == Kind::floating && element.is_signed && element.mantissa_bits > 0 &&
          element.bits == 1 + element.exponent_bits + element.mantissa_bits) ||
         element.kind == Kind::integer);
    return element_fits && format.scale && format.scale->name == "e8m0" &&
           rule.rounding.rounding == Rounding::rne &&
           rule.rounding.overflow == Overflow::saturate && model::max_exponent(element) >= 0 &&
           model::unit_exponent(element) > -64;
}

/// The largest significand (24 bits, the highest one) that leaves the scale at the exponent of its
/// binade: found by bisection, since a rule's scale never falls as the magnitude grows.
std::uint32_t significand_threshold(const Format& element, ScaleRule rule) {
    const auto is_lifted = [&](std::uint32_t significand) {
        const Dyadic amax(significand, -23);
        return model::scale_exponent(element, amax, rule) > -model::max_exponent(element);
    };
    std::uint32_t stays = hidden_one, lifts = 2 * hidden_one;
    while (lifts - stays > 1) {
        const std::uint32_t middle = stays + (lifts - stays) / 2;
        (is_lifted(middle) ? lifts : stays) = middle;
    }
    return stays;
}

}  // namespace

MXGEN_VECTOR_CLONES std::uint32_t largest_magnitude(const float* x, std::size_t n) {
    std::int32_t largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
        std::int32_t bits;
        std::memcpy(&bits, x + i, sizeof bits);
        largest = std::max(largest, bits & static_cast<std::int32_t>(magnitude_mask));
    }
    return static_cast<std::uint32_t>(largest);
}

std::optional<FastQuantizer> FastQuantizer::make(const BlockFormat& format,
                                                 const ConvertRule& rule) {
    if (!is_applicable(format, rule)) return std::nullopt;
    const Format& f = format.element;
    const int unit = model::unit_exponent(f);
    FastQuantizer quantizer;
    Element& e = quantizer.element_;
    e.is_integer = f.kind == Kind::integer;
    e.largest_code = model::encode(f, model::infinite_value(false)).code;
    e.most_negative = e.largest_code + (f.asymmetric ? 1 : 0);
    e.sign_shift = static_cast<std::uint32_t>(32 - f.bits);
    e.mantissa_bits = static_cast<std::uint32_t>(f.mantissa_bits);
    e.bias_code = static_cast<std::uint32_t>(127 - f.bias) << f.mantissa_bits;
    e.first_normal = std::bit_cast<std::uint32_t>(power_of_two(model::min_exponent(f)));
    e.magic = power_of_two(unit + 23);
    e.unit_gain = power_of_two(-unit);
    quantizer.max_exponent_ = model::max_exponent(f);
    quantizer.threshold_ = significand_threshold(f, rule.scale);
    quantizer.carries_to_nan_ = carries_to_nan(rule.scale);
    return quantizer;
}

int FastQuantizer::scale_exponent(std::uint32_t amax) const {
    const int leading = std::countl_zero(amax) - 8;
    const bool subnormal = amax < hidden_one;
    const std::uint32_t significand =
        subnormal ? amax << leading : (amax & (hidden_one - 1)) | hidden_one;
    const int exponent = subnormal ? -126 - leading : static_cast<int>(amax >> 23) - 127;
    return exponent + (significand > threshold_ ? 1 : 0) - max_exponent_;
}

MXGEN_VECTOR_CLONES void FastQuantizer::floats(const Element& element, const float* x,
                                               std::size_t n, float gain, std::uint8_t* codes) {
    // Signed numbers throughout: the baseline has no unsigned vector comparison.
    const auto drop = static_cast<std::int32_t>(23 - element.mantissa_bits);
    const std::int32_t half = (1 << (drop - 1)) - 1;
    const auto bias_code = static_cast<std::int32_t>(element.bias_code);
    const auto first_normal = static_cast<std::int32_t>(element.first_normal);
    const auto largest_code = static_cast<std::int32_t>(element.largest_code);
    const float magic = element.magic;
    const auto magic_bits = std::bit_cast<std::int32_t>(magic);
    const auto sign_shift = static_cast<std::int32_t>(element.sign_shift);
    const std::int32_t sign_mask = 1 << (31 - sign_shift);
    for (std::size_t i = 0; i < n; ++i) {
        const std::int32_t bits = std::bit_cast<std::int32_t>(x[i] * gain);
        const std::int32_t magnitude = bits & static_cast<std::int32_t>(magnitude_mask);
        const std::int32_t normal =
            ((magnitude + half + ((magnitude >> drop) & 1)) >> drop) - bias_code;
        const std::int32_t subnormal =
            std::bit_cast<std::int32_t>(std::bit_cast<float>(magnitude) + magic) - magic_bits;
        const std::int32_t use_subnormal = (magnitude - first_normal) >> 31;  // a mask
        const std::int32_t code = (subnormal & use_subnormal) | (normal & ~use_subnormal);
        const std::int32_t sign = (bits >> sign_shift) & sign_mask;
        codes[i] = static_cast<std::uint8_t>(std::min(code, largest_code) | sign);
    }
}

MXGEN_VECTOR_CLONES void FastQuantizer::integers(const Element& element, const float* x,
                                                 std::size_t n, float gain, std::uint8_t* codes) {
    const auto max_steps = static_cast<std::int32_t>(element.largest_code);
    const auto min_steps = -static_cast<std::int32_t>(element.most_negative);
    const std::uint32_t mask = (2u << (31 - element.sign_shift)) - 1;
    // Halfway into its binade, so that negative numbers stay in it.
    constexpr float magic = 12582912.0f;
    constexpr auto magic_bits = std::bit_cast<std::int32_t>(magic);
    const float unit_gain = element.unit_gain;
    for (std::size_t i = 0; i < n; ++i) {
        const std::int32_t steps =
            std::bit_cast<std::int32_t>(x[i] * gain * unit_gain + magic) - magic_bits;
        const std::int32_t clamped = std::max(std::min(steps, max_steps), min_steps);
        codes[i] = static_cast<std::uint8_t>(static_cast<std::uint32_t>(clamped) & mask);
    }
}

std::uint8_t FastQuantizer::block(std::span<const float> x, std::uint8_t* codes) const {
    const std::uint32_t amax = largest_magnitude(x.data(), x.size());
    int exponent = 0;
    bool usable = amax < infinity_bits && amax > 0;
    if (usable) {
        exponent = scale_exponent(amax);
        usable = !carries_to_nan_ || exponent + max_exponent_ <= 127;
    }
    if (!usable) {
        std::memset(codes, 0, x.size());
        return amax == 0 ? 0 : nan_scale;
    }
    exponent = std::clamp(exponent, -127, 127);
    const float gain = power_of_two(-exponent);
    if (element_.is_integer)
        integers(element_, x.data(), x.size(), gain, codes);
    else
        floats(element_, x.data(), x.size(), gain, codes);
    return static_cast<std::uint8_t>(exponent + 127);
}

void FastQuantizer::blocks(std::span<const float> x, std::size_t size, std::uint8_t* codes,
                           std::uint8_t* scales) const {
    for (std::size_t first = 0; first < x.size(); first += size)
        *scales++ = block(x.subspan(first, std::min(size, x.size() - first)), codes + first);
}

}  // namespace mxgen::tensor
