// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/element.h"
#include "gen/arith/ladder.h"
#include "gen/ir/module.h"

namespace mxgen::arith {

/// mag * 2^-down as an integer, cut off: 2^bits - 1 stands for all that is not below it.
struct Aligned {
    ir::Value whole;   ///< of `bits` bits
    ir::Value sticky;  ///< whether the cut dropped a one
};

/// Shifts mag down. A mag whose `down` is below what brings `min_bits` bits into reach has at
/// least 2^min_bits, unless it is zero.
Aligned align(const ir::Value& mag, const ir::Value& down, unsigned bits, unsigned min_bits);

/// A number that is reached: by x >= value, or by x > value where `strict`.
struct Threshold {
    ir::Int value;
    bool strict = false;
};

/// How many of the ascending thresholds, times `factor`, does x reach? A few are all compared at
/// once; of many one for each bit of the answer, each selected by the bits above it.
ir::Value count_reached(const Aligned& x, const std::vector<Threshold>& thresholds,
                        const ir::Value& factor);

/// The same given whether each of the thresholds is reached.
ir::Value count_of(const std::vector<ir::Value>& reached);

/// The thresholds between the rungs of a format's ladder, in units of 2^-halves of its own: halves
/// is 1 for roundings to nearest, else 0.
std::vector<Threshold> thresholds_of(const Format& format, const Ladder& ladder, Rounding rounding,
                                     unsigned halves);

/// Where a number stands on the ladder of its sign.
struct Rung {
    ir::Value neg;
    ir::Value position;  ///< rungs climbed, at least as far as the ladder goes
    ir::Value special, nan;
};

/// The element that stands there; the code of zero while `clear`.
ir::Value encode_rung(const ElementRule& rule, const Rung& rung, const ir::Value& clear);

/// A magnitude over the significand of its scale, undivided:
/// (-1)^neg * mag * 2^exponent / divisor.
struct Quotient {
    ir::Value neg;
    ir::Value mag;
    ir::Value exponent;
    ir::Value divisor;      ///< nonnegative
    unsigned min_bits = 0;  ///< mag is 0 or at least 2^min_bits wherever the quotient is large
    ir::Value special, nan;
};

/// The quotient as an element, rounded once as if exact, without a division: a threshold between
/// two codes is reached by x when threshold * divisor <= x (docs/numerics.md, "Into block
/// formats"). The code of zero while `clear`.
ir::Value encode_by_thresholds(const ElementRule& rule, const Quotient& x, const ir::Value& clear);

}  // namespace mxgen::arith
