// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// Converts fp32 to elements of at most eight bits with an E8M0 scale by every scale rule,
/// nearest-even and saturating: the golden model's convert_block in loops that a compiler turns
/// into vectors.
class FastQuantizer {
  public:
    static constexpr std::uint8_t nan_scale = 255;

    /// Empty where the format or rule needs the golden model: tables, wide elements, other scales,
    /// other roundings. With NonFinite::saturate blocks that hold NaN or infinity need it too.
    static std::optional<FastQuantizer> make(const BlockFormat& format, const ConvertRule& rule);

    /// Blocks of `block` consecutive numbers, the last one perhaps shorter: as many codes as
    /// numbers, one scale code a block. A block with NaN or infinity gives 255 and zero codes.
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
        std::uint32_t first_normal;  ///< fp32 bits of the smallest normal number
        float unit_gain;             ///< integers: one over the lowest bit
    };
    /// Parameters of the scales.
    struct ScaleChoice {
        int max_exponent;         ///< of an element
        std::uint32_t threshold;  ///< significands above it raise the exponent by one
        bool carries_to_nan;

        int exponent(std::uint32_t amax) const;
    };

    FastQuantizer() = default;

    /// Whole blocks of one size; `Codes` is how the elements are made.
    template <class Codes>
    static void whole_blocks(const Element& element, const ScaleChoice& choice, const float* x,
                             std::size_t count, std::size_t size, std::uint8_t* codes,
                             std::uint8_t* scales);
    struct Floats;
    struct Integers;
    static void float_blocks(const Element& element, const ScaleChoice& choice, const float* x,
                             std::size_t count, std::size_t size, std::uint8_t* codes,
                             std::uint8_t* scales);
    static void integer_blocks(const Element& element, const ScaleChoice& choice, const float* x,
                               std::size_t count, std::size_t size, std::uint8_t* codes,
                               std::uint8_t* scales);

    Element element_{};
    ScaleChoice choice_{};
};

}  // namespace mxgen::tensor
