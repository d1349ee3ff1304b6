// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/threshold_quantize.h"

#include <bit>
#include <cstring>
#include <limits>

#include "sw/tensor/step_quantize.h"
#include "sw/tensor/vector_clones.h"
#include "sw/tensor/vector_loops.h"

namespace mxgen::tensor {
namespace {

constexpr auto infinity = static_cast<std::int32_t>(infinity_bits);

/// The bits of the first fp32 magnitude x with x * gain >= step * unit, or > where the step itself
/// is excluded; infinity's where no finite one is. Both products are exact in fp64.
std::int32_t first_reaching(const Steps& steps, std::size_t i, double unit, double gain) {
    const double bound = steps.first[i] * unit;
    const auto reaches = [&](std::int32_t bits) {
        const double x = std::bit_cast<float>(bits) * gain;
        return steps.excludes[i] != 0 ? x > bound : x >= bound;
    };
    const auto near = static_cast<float>(bound / gain);
    auto bits = std::min(std::bit_cast<std::int32_t>(near), infinity);
    while (bits > 0 && reaches(bits - 1)) --bits;
    while (bits < infinity && !reaches(bits)) ++bits;
    return bits;
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
    if (!is_searchable(format, rule)) return std::nullopt;
    const auto exact = StepQuantizer::make(format, rule, tensor_scale);
    if (!exact) return std::nullopt;
    ThresholdQuantizer q;
    const int bits = format.element.bits;
    q.element_ = {1 << (bits - 1), (1 << bits) - 1, format.element.kind == Kind::integer,
                  static_cast<std::uint8_t>(model::nan_code(*format.scale).value_or(0))};
    const Steps &steps = exact->steps(), &scales = exact->scale_steps();
    for (std::size_t i = 0; i < scales.first.size(); ++i)
        q.scale_first_.push_back(
            first_reaching(scales, i, exact->largest_element(), exact->gain()));
    q.scale_first_.push_back(std::numeric_limits<std::int32_t>::max());
    for (const double scale : scales.values) {
        auto& first = q.first_.emplace_back();
        first.fill(infinity);
        for (std::size_t i = 0; i < steps.first.size(); ++i)
            first[i] = first_reaching(steps, i, scale, exact->gain());
    }
    q.choose_by_high_bits();
    return q;
}

void ThresholdQuantizer::choose_by_high_bits() {
    std::size_t scale = 0;
    for (std::int32_t high = 0; high <= infinity >> low_bits; ++high) {
        while (scale_first_[scale] <= high << low_bits) ++scale;
        scale_from_.push_back(static_cast<std::uint8_t>(scale));
    }
}

template <class Size>
MXGEN_INLINED void ThresholdQuantizer::convert(const float* x, std::size_t count, Size size,
                                               std::uint8_t* codes, std::uint8_t* scales) const {
    // Codes of sign and magnitude get the sign's bit where negative, others are negated.
    const auto [sign_bit, mask, is_integer, nan_scale] = element_;
    const std::int32_t added = is_integer ? 0 : sign_bit, flipped = is_integer ? -1 : 0;
    const std::int32_t* const scale_first = scale_first_.data();
    const std::uint8_t* const scale_from = scale_from_.data();
    const Thresholds* const all_first = first_.data();
    for (std::size_t block = 0; block < count; ++block, x += size, codes += size) {
        const auto amax = static_cast<std::int32_t>(largest_magnitude(x, size));
        if (amax >= infinity) {
            std::memset(codes, 0, size);
            scales[block] = nan_scale;
            continue;
        }
        std::size_t scale = scale_from[amax >> low_bits];
        scale += amax >= scale_first[scale] ? 1 : 0;
        while (amax >= scale_first[scale]) ++scale;
        scales[block] = static_cast<std::uint8_t>(scale);
        if (scale == 0) {
            std::memset(codes, 0, size);
            continue;
        }
        const Thresholds first = all_first[scale];
        write_codes(size, codes, [&](std::size_t i) MXGEN_ALWAYS_INLINE {
            const std::int32_t bits = std::bit_cast<std::int32_t>(x[i]);
            const std::int32_t magnitude = bits & static_cast<std::int32_t>(magnitude_mask);
            const std::int32_t negative = bits >> 31, flip = negative & flipped;
            std::int32_t code = 0;
            for (std::size_t k = 0; k < max_codes; ++k) code += magnitude >= first[k] ? 1 : 0;
            return (((code ^ flip) - flip) + (negative & added)) & mask;
        });
    }
}

MXGEN_VECTOR_CLONES void ThresholdQuantizer::whole_blocks(const ThresholdQuantizer& quantizer,
                                                          const float* x, std::size_t count,
                                                          std::size_t size, std::uint8_t* codes,
                                                          std::uint8_t* scales) {
    // A size that the compiler knows needs no loops inside.
    if (size == 16)
        quantizer.convert(x, count, std::integral_constant<std::size_t, 16>{}, codes, scales);
    else
        quantizer.convert(x, count, size, codes, scales);
}

void ThresholdQuantizer::blocks(std::span<const float> x, std::size_t size, std::uint8_t* codes,
                                std::uint8_t* scales) const {
    const std::size_t whole = x.size() / size, done = whole * size;
    whole_blocks(*this, x.data(), whole, size, codes, scales);
    if (done < x.size())
        whole_blocks(*this, x.data() + done, 1, x.size() - done, codes + done, scales + whole);
}

}  // namespace mxgen::tensor
