// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/normalize.h"
#include "gen/arith/rounding.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// A number as a fixed-point number.
struct FixedCast {
    ir::Value code;
    ir::Value invalid;  ///< NaN, or an infinity that wraps: the code is zero
};

/// overflow(round(x / 2^lsb)) in an integer format, rounded by any rule, the whole range of codes
/// taken unless the overflow is `saturate` (docs/numerics.md, "Fixed-point casts"). x is a code of
/// `input`, an IEEE-like format.
FixedCast cast_to_fixed(const Format& target, Overflow overflow, RoundingMode rounding,
                        const Format& input, const ir::Value& x);

}  // namespace mxgen::arith
