// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// Converts fp32 to elements of at most four bits whose scales have a mantissa (NVFP4, NVINT4):
/// codes grow with the magnitude, so each is known by the first fp32 number that has it. A table of
/// these for each scale code is made once a tensor.
class ThresholdQuantizer {
  public:
    /// Empty where the format or rule needs the golden model, and for an unusable tensor scale.
    static std::optional<ThresholdQuantizer> make(const BlockFormat& format,
                                                  const ConvertRule& rule, float tensor_scale);

    /// Blocks of `block` consecutive numbers, the last one perhaps shorter: as many codes as
    /// numbers, one scale code a block. A block with NaN or infinity gives the scale's NaN and zero
    /// codes.
    void blocks(std::span<const float> x, std::size_t block, std::uint8_t* codes,
                std::uint8_t* scales) const;

  private:
    static constexpr std::size_t max_codes = 7;  ///< magnitudes above zero
    /// The fp32 bits from which on each magnitude code is given.
    using Thresholds = std::array<std::int32_t, max_codes>;
    /// Magnitudes that differ only below their highest bits have nearly one scale: the first
    /// threshold that may lie among them is known by those bits.
    static constexpr int low_bits = 18;

    /// Parameters of the loops over elements.
    struct Element {
        std::int32_t sign_bit, mask;
        bool is_integer;
        std::uint8_t nan_scale;
    };

    ThresholdQuantizer() = default;
    void choose_by_high_bits();
    static void whole_blocks(const ThresholdQuantizer& quantizer, const float* x, std::size_t count,
                             std::size_t size, std::uint8_t* codes, std::uint8_t* scales);
    template <class Size>
    void convert(const float* x, std::size_t count, Size size, std::uint8_t* codes,
                 std::uint8_t* scales) const;

    Element element_{};
    std::vector<std::int32_t> scale_first_;  ///< from where on scale i + 1 is given, then none
    std::vector<std::uint8_t> scale_from_;   ///< the least scale, by the high bits of the largest
    std::vector<Thresholds> first_;          ///< by scale code
};

}  // namespace mxgen::tensor
