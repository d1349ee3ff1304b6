// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/model/convert.h"

namespace mxgen::model {

/// convert_block() under the scale of a given code in place of the rule's; a NaN block stays one.
/// Zeros keep the scale that is given. Throws std::invalid_argument for a format without scale.
ConvertedBlock convert_block_with_scale(const BlockFormat& format, std::span<const ExactValue> x,
                                        std::uint32_t scale, const ConvertRule& rule,
                                        std::span<const std::uint32_t> random = {},
                                        const ExactValue& tensor_scale = finite_value(1));

/// The codes that a search for a scale tries: all that are finite, of equal ones the lowest; their
/// numbers grow.
std::vector<std::uint32_t> scale_candidates(const Format& scale);

/// The sum of (x * g - element * scale)^2 over the finite numbers of a block, exactly.
Dyadic squared_error(const BlockFormat& format, std::span<const ExactValue> x,
                     const ConvertedBlock& block, const ExactValue& tensor_scale = finite_value(1));

/// convert_block() under the candidate with the least squared error, the lowest of equal ones: by
/// trying all. A block of zeros has scale code 0. Throws std::invalid_argument for a format without
/// scale, stochastic rounding, and overflow that does not saturate.
ConvertedBlock convert_block_of_least_error(const BlockFormat& format,
                                            std::span<const ExactValue> x, const ConvertRule& rule,
                                            const ExactValue& tensor_scale = finite_value(1));

}  // namespace mxgen::model
