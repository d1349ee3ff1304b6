// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/model/round.h"

namespace mxgen::model {

struct ConvertedBlock {
    std::uint32_t scale = 0;  ///< zero for a format without scale
    std::vector<std::uint32_t> codes;
    bool invalid = false;  ///< NaN was lost, or the tensor scale was not finite and positive
};

/// Converts one block of any number of values. `random` holds the random bits of sr, one an element
/// (empty: zeros); `tensor_scale` is the encode scale g of a format with one, the power of two that
/// is one of a format with a tensor exponent (1 otherwise).
/// Throws std::invalid_argument for a rule that needs a mantissa with a table of values.
ConvertedBlock convert_block(const BlockFormat& format, std::span<const ExactValue> x,
                             const ConvertRule& rule, std::span<const std::uint32_t> random = {},
                             const ExactValue& tensor_scale = finite_value(1));

/// The exponent E of a power-of-two scale by a rule (docs/numerics.md, "Into block formats"),
/// before it is clamped to the scale's range; amax > 0. Throws std::invalid_argument as
/// convert_block does.
int scale_exponent(const Format& element, const Dyadic& amax, ScaleRule rule);

/// The scale code alone for the largest finite magnitude of a block.
std::uint32_t scale_code(const BlockFormat& format, const Dyadic& amax, ScaleRule rule,
                         const Dyadic& tensor_scale = 1);

/// One element: x * gain / scale as if exact, then rounded; infinities saturate whatever overflow
/// does.
Encoded convert_element(const Format& element, const ExactValue& x, const Dyadic& gain,
                        const Dyadic& scale, RoundingRule rule, std::uint32_t random);

/// element * scale / tensor_scale, rounded once to nearest-even; NaN where either is NaN.
std::uint32_t deconvert(const BlockFormat& format, std::uint32_t code, std::uint32_t scale,
                        const Format& target, const Dyadic& tensor_scale = 1);

}  // namespace mxgen::model
