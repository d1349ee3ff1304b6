// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "sw/unit/beats.h"
#include "sw/unit/dot.h"

namespace mxgen {

using Random = std::mt19937_64;

/// Every `many`-th of what a source of steps or tiles gives, from the first on.
template <class Source>
Source every(std::uint64_t many, Source source) {
    return [many, source, count = std::uint64_t{0}]() mutable {
        auto found = source();
        while (found && count++ % many != 0) found = source();
        return found;
    };
}

/// The codes of a format where circuits break: zeros, ones, the smallest and largest subnormal and
/// normal numbers of either sign, infinities, NaNs.
Codes corner_codes(const Format& format);

/// The specials among them: infinities and NaNs.
Codes special_codes(const Format& format);

/// The code of zero, or of the finite number nearest to it.
std::uint32_t zero_code(const Format& format);

/// The code of 1, or of the finite number nearest to it.
std::uint32_t one_code(const Format& format);

/// The code with the other sign; the same code where the format has none.
std::uint32_t negated(const Format& format, std::uint32_t code);

/// `count` random codes of `bits` bits.
Codes random_codes(std::mt19937& random, int count, int bits);

/// Codes of the values that sums start from, often extreme; small where it must not leave an
/// accumulator that does without overflow.
class FirstValues {
  public:
    explicit FirstValues(const DotDesign& dot);

    Integer operator()(Random& random) const;

  private:
    Integer unrounded(Random& random) const;

    Format sum_;
    bool small_;
    Integer largest_ = 0;  ///< of a sum of late<W> that is not rounded: a term's M; else 0
    Codes corners_;        ///< of a float
};

/// How the elements of a random block are drawn.
enum class Draw { uniform, near, sparse, extreme };

/// Random elements and scales of one operand, weighted towards what is hard to add up.
class BlockSource {
  public:
    explicit BlockSource(const BlockFormat& format);

    /// Fills a block; without `specials` every code is finite.
    void elements(Random& random, bool specials, std::span<std::uint32_t> codes) const;

    /// A scale code; 0 for an operand without scale.
    std::uint32_t scale(Random& random, bool specials) const;

  private:
    std::uint32_t element(Random& random, Draw draw, std::uint32_t center) const;

    /// The codes of one format, to draw from.
    struct Pool {
        explicit Pool(const Format& format);
        bool is_finite(std::uint32_t code) const;

        Format format;
        Codes corners, finite_corners;
        std::vector<bool> finite;  ///< per code; empty for formats of many codes
        std::uint32_t mask, zero, one;
    };

    Pool elements_;
    std::optional<Pool> scales_;
};

}  // namespace mxgen
