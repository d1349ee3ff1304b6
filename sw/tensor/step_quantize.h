// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/model/convert.h"

namespace mxgen::tensor {

/// Codes of numbers of one sign, in the order of their magnitudes, and from where on.
struct Steps {
    std::vector<double> values;
    std::vector<std::uint32_t> codes;
    std::vector<double> first;           ///< first[i]: from there on values[i + 1]
    std::vector<std::uint8_t> excludes;  ///< whether first[i] itself still becomes values[i]

    /// The index of what x / unit becomes, both exact.
    std::size_t reached(double x, double unit) const;
};

/// Converts fp32 to any element of at most 16 bits by any rule: a number's place among the values
/// of the format, or among their midpoints, gives its code. Scales may have up to 32 bits. Numbers
/// times the tensor's scale, and values times the block's, are exact in fp64, hence so is every
/// comparison. Blocks with NaN or infinity go to the golden model.
class StepQuantizer {
  public:
    /// Empty where fp64 is too narrow for the format, or the tensor scale unusable.
    static std::optional<StepQuantizer> make(const BlockFormat& format, const ConvertRule& rule,
                                             float tensor_scale);

    /// The block by the golden model. `random`: an element's bits of sr, else empty.
    model::ConvertedBlock block(std::span<const float> x,
                                std::span<const std::uint32_t> random) const;

    /// The same under the scale of a given code.
    model::ConvertedBlock block_with_scale(std::span<const float> x, std::uint32_t scale,
                                           std::span<const std::uint32_t> random) const;

    /// The magnitude of x * g and of the number times `scale` that becomes of it, both exact; x and
    /// `scale` are finite, `scale` above zero.
    struct Recovered {
        double wanted, found;
    };
    Recovered recovered(double x, double scale) const;

    double gain() const { return gain_; }
    /// The steps of numbers above zero, in units of the scale, and those of scales with a mantissa,
    /// in units of the largest element.
    const Steps& steps() const { return positive_; }
    const Steps& scale_steps() const { return scale_steps_; }
    double largest_element() const;  ///< magnitude

    /// The least magnitude, in units of the scale, that does not become zero; 0 where zero is no
    /// element.
    double first_beyond_zero() const;

  private:
    StepQuantizer() = default;
    model::ConvertedBlock codes_of(std::span<const float> x, std::uint32_t scale, bool is_zero,
                                   std::span<const std::uint32_t> random) const;
    double scale_value(std::uint32_t code) const;
    const Steps& steps_of(double x) const;
    std::uint32_t scale_code(double largest) const;
    std::uint32_t code(double x, double scale, std::uint32_t random) const;

    BlockFormat format_;
    ConvertRule rule_;
    float tensor_scale_ = 1;
    double gain_ = 1;  ///< the tensor's scale, where the format has one
    Steps positive_, negative_;
    Steps scale_steps_;           ///< of scales with a mantissa, in units of the largest element
    double largest_ = 1;          ///< element
    std::vector<double> scales_;  ///< by code, of scales of at most 8 bits; NaN among them
    std::uint32_t zero_code_ = 0;
};

}  // namespace mxgen::tensor
