// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"
#include "sw/format/choices.h"

namespace mxgen::arith {

/// How a magnitude is rounded, and the random bits of sr.
struct RoundingMode {
    Rounding rounding = Rounding::rne;
    unsigned random_bits = 0;  ///< of sr
    ir::Value random = {};     ///< of sr
    ir::Value neg = {};        ///< of those of casts: the sign of the number

    /// Places below the last bit kept that are looked at one by one; rne asks besides whether
    /// anything lies lower.
    unsigned places() const;
};

/// A magnitude cut after its last bit kept, and whether it moves up by one there.
struct Rounded {
    ir::Value kept;
    ir::Value up;
};

/// x / 2^dropped, rounded to an integer; x is nonnegative.
Rounded round_off(const ir::Value& x, unsigned dropped, const RoundingMode& mode);

/// The same where the parity that decides ties is not that of the integer.
Rounded round_off(const ir::Value& x, unsigned dropped, const RoundingMode& mode,
                  const ir::Value& odd);

}  // namespace mxgen::arith
