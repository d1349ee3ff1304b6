// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// Converts fp32 to integers without a scale by the roundings and overflows of fixed-point casts
/// (docs/numerics.md, "Fixed-point casts") in fp64, where 24 bits in any place are exact and half a
/// unit more is too, as far as a floor can tell.
class FixedQuantizer {
  public:
    /// Empty where no such rounding or overflow is asked for, and for random bits.
    static std::optional<FixedQuantizer> make(const BlockFormat& format, const ConvertRule& rule);

    /// As model::convert_block.
    model::ConvertedBlock block(std::span<const float> x) const;

  private:
    FixedQuantizer() = default;
    double rounded(double steps) const;
    model::Encoded code(float x) const;

    RoundingRule rule_;
    double per_unit_ = 1, lowest_ = 0, largest_ = 0, codes_ = 0;
};

}  // namespace mxgen::tensor
