// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// Converts fp32 to elements of at most four bits whose scales have a mantissa (NVFP4, NVINT4):
/// codes grow with the magnitude, so each is known by the first fp32 number that the golden model
/// gives it. A table of these for each scale code is searched out once a tensor.
class ThresholdQuantizer {
  public:
    /// Empty where the format or rule needs the golden model, and for an unusable tensor scale.
    static std::optional<ThresholdQuantizer> make(const BlockFormat& format,
                                                  const ConvertRule& rule, float tensor_scale);

    /// One block: writes as many codes as there are numbers and returns the scale code. A block
    /// with NaN or infinity gives nan_scale and zero codes.
    std::uint8_t block(std::span<const float> x, std::uint8_t* codes);

    std::uint8_t nan_scale() const { return nan_scale_; }

  private:
    static constexpr std::size_t max_codes = 7;  ///< magnitudes above zero
    /// The fp32 bits from which on each magnitude code is given.
    struct Thresholds {
        std::int32_t first[max_codes];
    };

    ThresholdQuantizer() = default;
    const Thresholds& thresholds(std::uint8_t scale);

    BlockFormat format_;
    ConvertRule rule_;
    Dyadic gain_ = 1;
    std::uint8_t nan_scale_ = 0;
    std::vector<std::int32_t> scale_thresholds_;
    std::vector<std::optional<Thresholds>> by_scale_;
};

}  // namespace mxgen::tensor
