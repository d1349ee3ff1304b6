// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// The largest of n fp32 numbers with their signs cleared, as bits; NaN counts as larger than
/// infinity.
std::uint32_t largest_magnitude(const float* x, std::size_t n);

/// Converts fp32 to elements of at most eight bits with an E8M0 scale by every scale rule,
/// nearest-even and saturating: the golden model's convert_block in loops that a compiler turns
/// into vectors.
class FastQuantizer {
  public:
    static constexpr std::uint8_t nan_scale = 255;

    /// Empty where the format or rule needs the golden model: tables, wide elements, other scales,
    /// other roundings. With NonFinite::saturate blocks that hold NaN or infinity need it too.
    static std::optional<FastQuantizer> make(const BlockFormat& format, const ConvertRule& rule);

    /// One block: writes as many codes as there are numbers and returns the scale code. A block
    /// with NaN or infinity gives 255 and zero codes.
    std::uint8_t block(std::span<const float> x, std::uint8_t* codes) const;

    /// Blocks of `block` consecutive numbers, the last one perhaps shorter, one scale code each.
    void blocks(std::span<const float> x, std::size_t block, std::uint8_t* codes,
                std::uint8_t* scales) const;

  private:
    /// Parameters of the loops over elements.
    struct Element {
        bool is_integer;
        std::uint32_t largest_code;   ///< of a positive number
        std::uint32_t most_negative;  ///< magnitude of the lowest integer
        std::uint32_t sign_shift;     ///< from bit 31 down to the sign of a code
        std::uint32_t mantissa_bits;
        std::uint32_t bias_code;     ///< (127 - bias) << mantissa_bits
        std::uint32_t first_normal;  ///< fp32 bits of the smallest normal number
        float magic;                 ///< adding it leaves whole steps of the smallest unit
        float unit_gain;             ///< integers: one over the lowest bit
    };

    FastQuantizer() = default;
    int scale_exponent(std::uint32_t amax) const;

    static void floats(const Element& e, const float* x, std::size_t n, float gain,
                       std::uint8_t* codes);
    static void integers(const Element& e, const float* x, std::size_t n, float gain,
                         std::uint8_t* codes);

    Element element_{};
    int max_exponent_ = 0;
    std::uint32_t threshold_ = 0;  ///< significands above it raise the exponent by one
    bool carries_to_nan_ = false;
};

}  // namespace mxgen::tensor
