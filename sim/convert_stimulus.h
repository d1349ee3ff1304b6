// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/stimulus.h"
#include "sw/config/config.h"

namespace mxgen::sim {

/// What enters a converter with one block.
struct ConvertInput {
    std::string kind;  ///< exhaustive, thresholds or random
    Codes x;
    std::uint32_t tensor_scale = 0;  ///< fp32
};

/// Blocks where conversions go wrong, by construction. Inputs of 16 bits come all: as the largest
/// of their block, beside maxima of every distance at which something is left of them, and with
/// NaN, with infinity and with zeros. Wider ones come around each value at which the result
/// changes, at many scales. Then random ones of neighbouring exponents.
class ConvertStimulus {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::uint64_t vectors = 100000;  ///< random blocks
        int exhaustive_bits = 20;        ///< inputs up to this width come all
    };
    ConvertStimulus(const Config& config, const Options& options);

    /// The next block; false at the end.
    bool next(ConvertInput& input);

  private:
    enum class Stage { largest, beside, specials, thresholds, random, end };

    bool largest(ConvertInput& input);
    bool beside(ConvertInput& input);
    bool specials(ConvertInput& input);
    bool thresholds(ConvertInput& input);
    bool random(ConvertInput& input);
    Stage following() const;

    /// A block of these codes, turned by a random number of lanes; zeros fill it up.
    Codes block(Codes codes);
    std::uint32_t with_exponent(std::uint32_t exponent);
    std::uint32_t random_tensor_scale(const Codes& x);
    void collect_marks();
    std::size_t company() const { return static_cast<std::size_t>(format_.block - 1); }

    BlockFormat format_;
    Format source_;
    Random random_;
    std::uint64_t vectors_;
    bool is_exhaustive_;
    Stage stage_;
    std::uint32_t code_ = 0;       ///< the next one
    int distance_ = 1, farthest_;  ///< exponents between a code and the largest of its block
    std::uint32_t scale_ = 0;      ///< whose thresholds are next
    std::vector<double> marks_;    ///< in units of the scale
    std::size_t mark_ = 0;
    int step_ = 0;
};

}  // namespace mxgen::sim
