// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/block.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// A floating-point sum between two additions, rounded but not put together: (significand + up) *
/// 2^(exponent - bias - mantissa bits), unless a flag stands. The significand is in two's
/// complement and has as many bits as the format's, so that neither sign and magnitude nor the
/// rounding's carry lie in the loop of an accumulator: the next addition begins with the one, and
/// the code is made behind the register.
struct RunningFloat {
    ir::Value fresh;        ///< a zero that starts a sum, whatever the other fields say
    ir::Value neg;          ///< sign of the exact sum, also where it was rounded to zero
    ir::Value significand;  ///< -2^p .. 2^p - 1, p the significand's bits
    ir::Value up;           ///< rounding adds one
    ir::Value exponent;     ///< exponent field; 1 of zero and of subnormals
    SpecialFlags special;   ///< both infinities are a NaN
};

/// The number with that code of an IEEE-like format.
RunningFloat unpack_running(ir::Module& m, const Format& format, const ir::Value& code);

/// The code of the rounded sum: overflow to infinity, NaN is the positive quiet one.
ir::Value pack_running(const Format& format, const RunningFloat& x);

/// The exponent field of a running sum that stands just above the block: a sum whose field is
/// higher leaves the block below its last place.
ir::Value block_field(const Format& format, const BlockSum& block);

/// Bits of the window in which such a sum and a block are added.
unsigned window_bits(const Format& format, const BlockSum& block);

/// The exact sum of x and a block, rounded once to nearest, ties to even; where `take` is 0 the
/// value stays x. The block stands still in a window with room for the significand on both sides
/// of it, x is shifted to its place; docs/windows.md tells why one sticky bit suffices. Leading
/// zeros are counted while the adder works or behind it: a choice of lowering.
RunningFloat add_running(ir::Module& m, const Format& format, const RunningFloat& x,
                         const BlockSum& block, const ir::Value& take);

}  // namespace mxgen::arith
