// SPDX-License-Identifier: Apache-2.0
#include "sw/model/given_scale.h"

#include <algorithm>
#include <stdexcept>

namespace mxgen::model {

std::vector<std::uint32_t> scale_candidates(const Format& scale) {
    std::vector<std::uint32_t> codes;
    Dyadic last = -1;
    for (std::uint32_t code = 0; code < code_count(scale); ++code) {
        const ExactValue value = decode(scale, code);
        if (!value.is_finite() || !(last < value.number)) continue;
        last = value.number;
        codes.push_back(code);
    }
    return codes;
}

Dyadic squared_error(const BlockFormat& format, std::span<const ExactValue> x,
                     const ConvertedBlock& block, const ExactValue& tensor_scale) {
    const Dyadic gain = format.tensor_scale ? tensor_scale.number : Dyadic(1);
    const Dyadic scale = decode(format.scale.value(), block.scale).number;
    Dyadic sum;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!x[i].is_finite()) continue;
        const Dyadic error =
            x[i].number * gain - decode(format.element, block.codes[i]).number * scale;
        sum = sum + error * error;
    }
    return sum;
}

ConvertedBlock convert_block_of_least_error(const BlockFormat& format,
                                            std::span<const ExactValue> x, const ConvertRule& rule,
                                            const ExactValue& tensor_scale) {
    constexpr int max_scale_bits = 8;
    if (!format.scale || format.scale->bits > max_scale_bits ||
        is_stochastic(rule.rounding.rounding) || rule.rounding.overflow != Overflow::saturate)
        throw std::invalid_argument(
            "a search needs a short scale, and codes that it alone decides");
    const auto candidates = scale_candidates(*format.scale);
    const auto convert = [&](std::uint32_t scale) {
        return convert_block_with_scale(format, x, scale, rule, {}, tensor_scale);
    };
    ConvertedBlock best = convert(candidates.front());
    // A NaN block is one under every scale.
    if (decode(*format.scale, best.scale).is_nan()) return best;
    Dyadic least = squared_error(format, x, best, tensor_scale);
    for (const std::uint32_t scale : std::span(candidates).subspan(1)) {
        ConvertedBlock block = convert(scale);
        Dyadic error = squared_error(format, x, block, tensor_scale);
        if (!(error < least)) continue;
        best = std::move(block);
        least = std::move(error);
    }
    return best;
}

}  // namespace mxgen::model
