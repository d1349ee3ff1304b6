// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "sw/format/choices.h"
#include "sw/model/value.h"

namespace mxgen::model {

struct Encoded {
    std::uint32_t code = 0;
    bool invalid = false;  ///< NaN went into a format without NaN and became +0
};

/// Rounds a value into a format: first with unbounded exponent, then looking for overflow. `random`
/// holds the n random bits of sr. A format without sign takes negative numbers as its smallest.
Encoded encode(const Format& format, const ExactValue& x, const RoundingRule& rule = {},
               std::uint32_t random = 0);

/// The code of a nonzero magnitude in a float whose codes go on without end: codes of magnitudes
/// are in the order of their values, one quantum apart within a binade. What exceeds the largest
/// finite code overflows.
Integer magnitude_code(const Format& format, const Dyadic& magnitude, const RoundingRule& rule = {},
                       std::uint32_t random = 0);

/// A nonzero magnitude rounded to 1 + `fraction_bits` significant bits with unbounded exponent; not
/// stochastically.
Dyadic round_significand(const Dyadic& magnitude, int fraction_bits, Rounding rounding);

/// The canonical NaN of a format: 0x7F with the sign kept for floats of at most eight bits, the
/// positive quiet NaN of wider ones, the first NaN of a table; empty when it has none.
std::optional<std::uint32_t> nan_code(const Format& format, bool negative = false);

/// Nearest-even with infinities and NaN kept: how accumulators round.
std::uint32_t round_to(const Format& format, const ExactValue& x);

}  // namespace mxgen::model
