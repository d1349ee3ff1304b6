// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sw/unit/codes.h"
#include "sw/unit/convert.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

/// The inputs of one block of a converter.
struct ConvertInput {
    Codes x;
    std::uint32_t tensor_scale = 0;  ///< code
};

/// Blocks where conversions go wrong, by construction. Inputs of 16 bits come all: as the largest
/// of their block, beside maxima of every distance at which something is left of them, and with
/// NaN, with infinity and with zeros. Wider ones come around each value at which the result
/// changes, at many scales. Then random ones of neighbouring exponents.
class ConvertBlocks {
  public:
    ConvertBlocks(const ConvertDesign& convert, const StimulusOptions& options);

    /// Whether all inputs come, instead of thresholds.
    bool is_exhaustive() const { return is_exhaustive_; }

    /// The next block of each kind, in this order; empty at its end.
    std::optional<ConvertInput> exhaustive();
    std::optional<ConvertInput> thresholds();
    std::optional<ConvertInput> random();

  private:
    enum class Stage { largest, beside, specials, end };

    std::optional<ConvertInput> largest();
    std::optional<ConvertInput> beside();
    std::optional<ConvertInput> specials();

    /// A block of these codes, turned by a random number of lanes; zeros fill it up.
    Codes block(Codes codes);
    ConvertInput with_tensor_scale(Codes x);
    std::uint32_t with_exponent(std::uint32_t exponent);
    std::uint32_t random_tensor_scale(const Codes& x);
    void collect_marks();
    std::size_t company() const { return static_cast<std::size_t>(format_.block - 1); }

    BlockFormat format_;  ///< its block: the numbers that are converted together
    Format source_;
    Random random_;
    std::uint64_t vectors_;
    bool is_exhaustive_;
    Stage stage_ = Stage::largest;  ///< of the exhaustive ones
    std::uint32_t code_ = 0;        ///< the next one
    int distance_ = 1, farthest_;   ///< exponents between a code and the largest of its block
    std::uint32_t scale_ = 0;       ///< whose thresholds are next
    std::vector<double> marks_;     ///< in units of the scale
    std::size_t mark_ = 0;
    int step_ = 0;
};

}  // namespace mxgen
