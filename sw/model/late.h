// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// Numbers of late<W> (docs/numerics.md, "Late normalisation") that follow from its formats.
struct LateRule {
    int bits = 0;          ///< W of M
    int terms = 1;         ///< n: blocks of a sum, and its initial value
    int block_shift = 0;   ///< c: E_S less the exponents of both scales
    int min_exponent = 0;  ///< of the E_S of any scales, and the largest
    int max_exponent = 0;

    /// E_c of an fp32 number with this exponent.
    int initial_exponent(int exponent) const;
};
LateRule late_rule(const DotSpec& spec);

/// The code of a running sum that is not rounded, {NaN, +Inf, -Inf, E less its smallest, M}: an
/// integer format with `exponent_bits`, above `mantissa_bits` of M in units of 2^lsb at E = 0.
Format unrounded_format(const DotSpec& spec);

/// What such a code stands for.
ExactValue unrounded_value(const Format& format, const Integer& code);

}  // namespace mxgen::model
