// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// NVFP4 in the fp32 operation order of NVIDIA's Transformer Engine (docs/numerics.md, "NVFP4 and
/// NVINT4", profile te): every step rounds to fp32, so ties fall differently from the exact
/// profile.
class TransformerEngine {
  public:
    /// `amax` is the largest finite magnitude of the tensor. Throws Error(usage) unless the format
    /// has e2m1 elements and ue4m3 scales.
    TransformerEngine(const BlockFormat& format, float amax);

    /// NaN or infinity in the block gives a NaN scale and zero codes.
    model::ConvertedBlock convert(std::span<const float> x) const;

    float encode_scale() const { return encode_scale_; }

  private:
    BlockFormat format_;
    float encode_scale_, decode_scale_;
};

}  // namespace mxgen::tensor
