// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sw/tensor/array.h"
#include "sw/tensor/step_quantize.h"

namespace mxgen::tensor {

/// Finds the scale with the least squared error as model::convert_block_of_least_error() does: in
/// fp64, with exact sums where the errors of two scales come too close to tell.
class ScaleSearcher {
  public:
    /// Empty where fp64 is too narrow for the format, or the tensor scale unusable.
    static std::optional<ScaleSearcher> make(const BlockFormat& format, const ConvertRule& rule,
                                             float tensor_scale);

    /// The block by the golden model; fp32 numbers.
    model::ConvertedBlock block(std::span<const float> x);

    /// The same of numbers that fp32 does not hold.
    model::ConvertedBlock block(std::span<const Extended> x);

  private:
    /// A scale that may be the best: its place among the candidates and its error in fp64.
    struct Finalist {
        std::size_t index;
        double error;
    };

    explicit ScaleSearcher(StepQuantizer steps) : steps_(std::move(steps)) {}

    double error_of(std::span<const float> x, double scale, double limit) const;
    bool consider(std::span<const float> x, std::size_t index);
    void collect(std::span<const float> x, double slack);
    bool is_less(std::span<const float> x, std::size_t index, std::size_t than) const;

    StepQuantizer steps_;
    BlockFormat format_;
    ConvertRule rule_;
    float tensor_scale_ = 1;
    double largest_ = 1, first_ = 0;  ///< of the elements, as StepQuantizer has them
    bool is_nested_ = false;  ///< what twice a scale can hold up to a scale's largest number, it
                              ///< holds, too
    std::vector<std::uint32_t> codes_;
    std::vector<double> scales_;  ///< of these codes; they grow

    // Of the block at hand.
    std::vector<Finalist> finalists_;
    double least_ = 0;      ///< error in fp64
    double limit_ = 0;      ///< beyond it no scale can be the best
    double slack_ = 0;      ///< how far the numbers' distances to their elements may be off
    double tolerance_ = 0;  ///< relative, of errors in fp64
};

}  // namespace mxgen::tensor
