// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sw/model/convert.h"

namespace mxgen::model {

/// A block and what its codes leave of it, in the same format.
struct ResidualBlock {
    ConvertedBlock primary, residual;
};

/// Converts a block of a format with a scale of the tensor and then, exactly, what is left
/// (docs/numerics.md, "Residual channels"; arXiv:2601.07475). Throws std::invalid_argument for
/// another format, stochastic rounding, and a policy other than nan_block.
ResidualBlock convert_with_residual(const BlockFormat& format, std::span<const ExactValue> x,
                                    const ConvertRule& rule, const ExactValue& tensor_scale);

}  // namespace mxgen::model
