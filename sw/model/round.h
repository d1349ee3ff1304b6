// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sw/model/value.h"

namespace mxgen::model {

/// docs/numerics.md, "Rounding".
enum class Rounding {
    rne,  ///< nearest, ties to even
    rtz,  ///< toward zero
    rna,  ///< nearest, ties away from zero
    sr,   ///< stochastic: up when floor(frac * 2^n) + R >= 2^n (IEEE P3109, variant A)
};

enum class Overflow {
    saturate,   ///< to the largest finite number, from infinity too
    propagate,  ///< to infinity, or NaN in a format without (OFP8 non-saturating)
};

struct RoundingRule {
    Rounding rounding = Rounding::rne;
    Overflow overflow = Overflow::saturate;
    int random_bits = 8;  ///< n of sr
};

std::optional<Rounding> find_rounding(std::string_view name);
std::optional<Overflow> find_overflow(std::string_view name);

struct Encoded {
    std::uint32_t code = 0;
    bool invalid = false;  ///< NaN went into a format without NaN and became +0
};

/// Rounds a value into a format: first with unbounded exponent, then looking for overflow. `random`
/// holds the n random bits of sr. A format without sign takes negative numbers as its smallest.
Encoded encode(const Format& format, const Value& x, const RoundingRule& rule = {},
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
std::uint32_t round_to(const Format& format, const Value& x);

}  // namespace mxgen::model
