// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/threshold_quantize.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "sw/tensor/fast_quantize.h"
#include "sw/tensor/vector_clones.h"

namespace mxgen::tensor {
namespace {

constexpr std::int32_t infinity_bits = 0x7F800000, magnitude_mask = 0x7FFFFFFF;

Dyadic number(std::int32_t bits) { return from_double(std::bit_cast<float>(bits)); }

/// The first finite fp32 magnitude whose code reaches `wanted`, infinity where none does.
template <typename Code>
std::int32_t first_reaching(std::uint32_t wanted, Code code) {
    std::int32_t low = 0, high = infinity_bits;
    while (low < high) {
        const std::int32_t middle = low + (high - low) / 2;
        if (code(number(middle)) >= wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/// Codes of sign and magnitude get `sign` added where negative, two's complement ones are negated.
MXGEN_VECTOR_CLONES void convert_codes(const float* x, std::size_t n,
                                       const std::int32_t (&first)[7], std::int32_t sign,
                                       std::int32_t mask, bool is_integer, std::uint8_t* codes) {
    const std::int32_t added = is_integer ? 0 : sign;
    const std::int32_t flipped = is_integer ? -1 : 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::int32_t bits = std::bit_cast<std::int32_t>(x[i]);
        const std::int32_t magnitude = bits & magnitude_mask, negative = bits >> 31;
        std::int32_t code = 0;
        for (std::size_t k = 0; k < 7; ++k) code += magnitude >= first[k] ? 1 : 0;
        const std::int32_t flip = negative & flipped;
        code = ((code ^ flip) - flip) + (negative & added);
        codes[i] = static_cast<std::uint8_t>(code & mask);
    }
}

bool is_searchable(const BlockFormat& format, const ConvertRule& rule) {
    const Format& element = format.element;
    const bool symmetric = (element.kind == Kind::floating && element.is_signed) ||
                           (element.kind == Kind::integer && !element.asymmetric);
    return symmetric && element.bits <= 4 && element.specials == Specials::none && format.scale &&
           format.scale->kind == Kind::floating && format.scale->mantissa_bits > 0 &&
           format.scale->bits <= 8 && !is_stochastic(rule.rounding.rounding);
}

}  // namespace

std::optional<ThresholdQuantizer> ThresholdQuantizer::make(const BlockFormat& format,
                                                           const ConvertRule& rule,
                                                           float tensor_scale) {
    if (!is_searchable(format, rule) || !std::isfinite(tensor_scale) || tensor_scale <= 0)
        return std::nullopt;
    ThresholdQuantizer quantizer;
    quantizer.format_ = format;
    quantizer.rule_ = rule;
    if (format.tensor_scale) quantizer.gain_ = from_double(tensor_scale);
    const std::uint32_t nan = model::nan_code(*format.scale).value_or(0);
    quantizer.nan_scale_ = static_cast<std::uint8_t>(nan);
    const std::uint32_t last = model::encode(*format.scale, model::infinite_value(false)).code;
    for (std::uint32_t code = 1; code <= last; ++code)
        quantizer.scale_thresholds_.push_back(first_reaching(code, [&](const Dyadic& amax) {
            return model::scale_code(format, amax, rule.scale, quantizer.gain_);
        }));
    quantizer.by_scale_.resize(last + 1);
    return quantizer;
}

const ThresholdQuantizer::Thresholds& ThresholdQuantizer::thresholds(std::uint8_t scale) {
    auto& found = by_scale_[scale];
    if (found) return *found;
    const Dyadic divisor = model::decode(*format_.scale, scale).number;
    found.emplace();
    for (std::uint32_t code = 1; code <= max_codes; ++code)
        found->first[code - 1] = first_reaching(code, [&](const Dyadic& x) {
            return model::convert_element(format_.element, model::finite_value(x), gain_, divisor,
                                          rule_.rounding, 0)
                .code;
        });
    return *found;
}

std::uint8_t ThresholdQuantizer::block(std::span<const float> x, std::uint8_t* codes) {
    const auto amax = static_cast<std::int32_t>(largest_magnitude(x.data(), x.size()));
    const auto scale = static_cast<std::uint8_t>(
        std::upper_bound(scale_thresholds_.begin(), scale_thresholds_.end(), amax) -
        scale_thresholds_.begin());
    if (amax >= infinity_bits || amax == 0 || scale == 0) {
        std::memset(codes, 0, x.size());
        return amax >= infinity_bits ? nan_scale_ : scale;
    }
    const int bits = format_.element.bits;
    convert_codes(x.data(), x.size(), thresholds(scale).first, 1 << (bits - 1), (1 << bits) - 1,
                  format_.element.kind == Kind::integer, codes);
    return scale;
}

}  // namespace mxgen::tensor
