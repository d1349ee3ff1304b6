// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "sw/unit/convert_blocks.h"

namespace mxgen {

/// Numbers where rotations go wrong, by construction: that rotate to few small integers, so that
/// they meet thresholds and zeros exactly; around the edge of the window; that cancel or add up as
/// far as they can; subnormal, largest and not finite ones, and zeros of either sign.
class RotationBlocks {
  public:
    RotationBlocks(const ConvertDesign& convert, std::uint64_t seed);

    std::optional<ConvertInput> next();

  private:
    Codes sparse_after();
    Codes window_edge();
    Codes uniform();
    Codes of_exponents(std::uint32_t first, std::uint32_t last);
    std::uint32_t sign();
    std::uint32_t coded(double x) const;
    std::uint32_t tensor_scale();

    Format source_;
    BlockFormat format_;
    Rotation rotation_;
    std::size_t size_;
    Random random_;
    int number_ = 0;
};

}  // namespace mxgen
