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
    bool loads = false;              ///< a beat that loads it comes before the block
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
    std::uint32_t scale_for(const Codes& x);
    double threshold_gain();
    bool takes_new_scale() const { return !loads_ || blocks_ % blocks_per_load == 0; }
    ConvertInput with_scale(Codes x, std::uint32_t scale);
    void collect_marks();
    std::size_t company() const { return static_cast<std::size_t>(format_.block - 1); }

    /// Blocks of a tensor whose scale is loaded.
    static constexpr std::uint64_t blocks_per_load = 64;

    BlockFormat format_;  ///< its block: the numbers that are converted together
    Format source_;
    bool loads_;
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
    std::uint64_t blocks_ = 0, centre_ = 0;  ///< so far; around which random ones are
    std::uint32_t loaded_ = 0;               ///< the tensor's scale
};

}  // namespace mxgen
