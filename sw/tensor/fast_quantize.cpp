// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/fast_quantize.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "sw/tensor/vector_clones.h"
#include "sw/tensor/vector_loops.h"

namespace mxgen::tensor {
namespace {

constexpr std::uint32_t hidden_one = 1u << 23;

/// 2^exponent, exponent from -127 to 127.
constexpr float power_of_two(int exponent) {
    const std::uint32_t field = static_cast<std::uint32_t>(exponent + 127);
    return std::bit_cast<float>(field == 0 ? hidden_one / 2 : field * hidden_one);
}

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
           model::max_exponent(element) < 64 && model::unit_exponent(element) > -64;
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
    e.first_normal = std::bit_cast<std::uint32_t>(power_of_two(model::min_exponent(f)));
    e.unit_gain = power_of_two(-unit);
    quantizer.choice_ = {model::max_exponent(f), significand_threshold(f, rule.scale),
                         carries_to_nan(rule.scale)};
    return quantizer;
}

MXGEN_INLINED int FastQuantizer::ScaleChoice::exponent(std::uint32_t amax) const {
    const int leading = std::countl_zero(amax) - 8;
    const bool subnormal = amax < hidden_one;
    const std::uint32_t significand =
        subnormal ? amax << leading : (amax & (hidden_one - 1)) | hidden_one;
    const int field = subnormal ? -126 - leading : static_cast<int>(amax >> 23) - 127;
    return field + (significand > threshold ? 1 : 0) - max_exponent;
}

struct FastQuantizer::Floats {
    // Signed numbers throughout: the baseline has no unsigned vector comparison.
    explicit Floats(const Element& e)
        : drop(static_cast<std::int32_t>(23 - e.mantissa_bits)),
          first_normal(static_cast<std::int32_t>(e.first_normal)),
          largest_code(static_cast<std::int32_t>(e.largest_code)),
          sign_shift(static_cast<std::int32_t>(e.sign_shift)),
          sign_mask(1 << (31 - sign_shift)) {}

    MXGEN_INLINED std::int32_t code(float scaled) const {
        const std::int32_t bits = std::bit_cast<std::int32_t>(scaled);
        const std::int32_t magnitude = bits & static_cast<std::int32_t>(magnitude_mask);
        // A power of two so far above the binade, or the smallest normal one, that adding it leaves
        // whole steps of the element there.
        const std::int32_t binade =
            std::max(magnitude, first_normal) & static_cast<std::int32_t>(infinity_bits);
        const std::int32_t above = binade + (drop << 23);
        const std::int32_t steps = std::bit_cast<std::int32_t>(std::bit_cast<float>(magnitude) +
                                                               std::bit_cast<float>(above)) -
                                   above;
        const std::int32_t code = steps + ((binade - first_normal) >> drop);
        return std::min(code, largest_code) | ((bits >> sign_shift) & sign_mask);
    }

    std::int32_t drop, first_normal, largest_code, sign_shift, sign_mask;
};

struct FastQuantizer::Integers {
    explicit Integers(const Element& e)
        : max_steps(static_cast<std::int32_t>(e.largest_code)),
          min_steps(-static_cast<std::int32_t>(e.most_negative)),
          mask(static_cast<std::int32_t>((2u << (31 - e.sign_shift)) - 1)),
          unit_gain(e.unit_gain) {}

    MXGEN_INLINED std::int32_t code(float scaled) const {
        // Halfway into its binade, so that negative numbers stay in it.
        constexpr float magic = 12582912.0f;
        const std::int32_t steps = std::bit_cast<std::int32_t>(scaled * unit_gain + magic) -
                                   std::bit_cast<std::int32_t>(magic);
        return std::max(std::min(steps, max_steps), min_steps) & mask;
    }

    std::int32_t max_steps, min_steps, mask;
    float unit_gain;
};

template <class Codes>
MXGEN_INLINED void FastQuantizer::whole_blocks(const Element& element, const ScaleChoice& chosen,
                                               const float* x, std::size_t count, std::size_t size,
                                               std::uint8_t* codes, std::uint8_t* scales) {
    // Copies, which what is written cannot change.
    const Codes make(element);
    const ScaleChoice choice = chosen;
    for (std::size_t block = 0; block < count; ++block, x += size, codes += size) {
        const std::uint32_t amax = largest_magnitude(x, size);
        const int exponent = choice.exponent(amax);
        const bool is_nan = amax >= infinity_bits ||
                            (choice.carries_to_nan && exponent + choice.max_exponent > 127);
        if (amax == 0 || is_nan) {
            std::memset(codes, 0, size);
            scales[block] = amax == 0 ? 0 : nan_scale;
            continue;
        }
        const int clamped = std::clamp(exponent, -127, 127);
        const float gain = power_of_two(-clamped);
        write_codes(size, codes,
                    [&](std::size_t i) MXGEN_ALWAYS_INLINE { return make.code(x[i] * gain); });
        scales[block] = static_cast<std::uint8_t>(clamped + 127);
    }
}

MXGEN_VECTOR_CLONES void FastQuantizer::float_blocks(const Element& element,
                                                     const ScaleChoice& choice, const float* x,
                                                     std::size_t count, std::size_t size,
                                                     std::uint8_t* codes, std::uint8_t* scales) {
    whole_blocks<Floats>(element, choice, x, count, size, codes, scales);
}

MXGEN_VECTOR_CLONES void FastQuantizer::integer_blocks(const Element& element,
                                                       const ScaleChoice& choice, const float* x,
                                                       std::size_t count, std::size_t size,
                                                       std::uint8_t* codes, std::uint8_t* scales) {
    whole_blocks<Integers>(element, choice, x, count, size, codes, scales);
}

void FastQuantizer::blocks(std::span<const float> x, std::size_t size, std::uint8_t* codes,
                           std::uint8_t* scales) const {
    const auto convert = element_.is_integer ? integer_blocks : float_blocks;
    const std::size_t whole = x.size() / size, done = whole * size;
    convert(element_, choice_, x.data(), whole, size, codes, scales);
    if (done < x.size())
        convert(element_, choice_, x.data() + done, 1, x.size() - done, codes + done,
                scales + whole);
}

}  // namespace mxgen::tensor
