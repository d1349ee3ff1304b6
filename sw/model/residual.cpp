// SPDX-License-Identifier: Apache-2.0
#include "sw/model/residual.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sw/model/given_scale.h"

namespace mxgen::model {

namespace {

/// The block under its scale, which is not zero.
ConvertedBlock converted(const BlockFormat& format, std::span<const ExactValue> x,
                         const ConvertRule& rule, const ExactValue& gain) {
    Dyadic largest;
    for (const ExactValue& value : x) largest = std::max(largest, abs(value.number));
    const std::uint32_t smallest_scale = 1;
    const std::uint32_t scale =
        std::max(smallest_scale, scale_code(format, largest, rule.scale, gain.number));
    return convert_block_with_scale(format, x, scale, rule, {}, gain);
}

}  // namespace

ResidualBlock convert_with_residual(const BlockFormat& format, std::span<const ExactValue> x,
                                    const ConvertRule& rule, const ExactValue& gain) {
    if (!format.scale || !format.tensor_scale || is_stochastic(rule.rounding.rounding) ||
        rule.nonfinite != NonFinite::nan_block)
        throw std::invalid_argument("no format or rule of residuals");
    const ConvertedBlock primary = converted(format, x, rule, gain);
    const ExactValue scale = decode(*format.scale, primary.scale);
    if (scale.is_nan()) return {primary, primary};
    std::vector<ExactValue> left;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const ExactValue found = decode(format.element, primary.codes[i]) * scale;
        left.push_back(finite_value(x[i].number * gain.number - found.number));
    }
    return {primary, converted(format, left, rule, finite_value(1))};
}

}  // namespace mxgen::model
