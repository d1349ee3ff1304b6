// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// An exact number before rounding: (-1)^neg * mag * 2^(exponent + lsb). A lowest bit that stands
/// for everything below it (sticky) must lie at least two bits below the last bit kept.
struct Unrounded {
    ir::Value neg;
    ir::Value mag;
    ir::Value exponent;
    int lsb = 0;
};

/// The same number with its highest bit at or above the smallest normal number of a format: what
/// must go lower is shifted right into one sticky bit.
Unrounded gradual(const Format& format, const Unrounded& x);

/// Specials that a result is instead of a rounded number; nan goes before inf.
struct SpecialResult {
    ir::Value nan;
    ir::Value inf;
    ir::Value inf_neg;  ///< the sign of inf
};

/// The code of the nearest magnitude, ties to even, with gradual underflow, as if the codes of
/// magnitudes went on without end: what exceeds the largest finite code overflows. The exponent
/// must be so large that the highest bit of mag is not below the format's smallest normal number,
/// and mag have no fewer bits than a significand; ir::CircuitError otherwise.
ir::Value round_magnitude(const Format& format, const Unrounded& x);

/// The code of the nearest number of an IEEE-like format, ties to even, with gradual underflow and
/// overflow to infinity; an exact zero is +0, a result that underflows keeps its sign, NaN is the
/// positive quiet one (docs/numerics.md, "Dot product"). The exponent as for round_magnitude.
ir::Value round_to_float(const Format& format, const Unrounded& x, const SpecialResult& special);

/// The same with the magnitude truncated to `bits` significant bits, below the smallest normal
/// number to multiples of its unit of `bits` bits; NaN has all bits set but the sign
/// (docs/numerics.md, the tensorcore rule).
ir::Value truncate_to_float(const Format& format, unsigned bits, const Unrounded& x,
                            const SpecialResult& special);

}  // namespace mxgen::arith
