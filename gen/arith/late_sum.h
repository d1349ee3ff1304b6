// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// Sums that are not normalised as they grow (docs/numerics.md, "Dot product", late<W>): how wide
/// they are.
struct LateForm {
    unsigned bits = 0;             ///< W: of M
    unsigned terms = 1;            ///< blocks of a sum and its first value
    ir::Range exponents = {};      ///< of E
    std::vector<int> places = {};  ///< E_S less the exponents of both scales, in each run-time mode

    /// Bits of E in a code: E less its smallest, none where there is one E alone.
    unsigned exponent_bits() const { return ir::bit_length(exponents.hi - exponents.lo); }
    /// Bits of a sum as one code: {NaN, +Inf, -Inf, E, M} from the highest down.
    unsigned code_bits() const { return 3 + exponent_bits() + bits; }
    /// The form of sums whose code may be any.
    LateForm of_any_code() const;
};

/// mantissa * 2^exponent, unless a flag stands; both infinities are a NaN.
struct LateState {
    SpecialFlags special;
    ir::Value exponent;  ///< E
    ir::Value mantissa;  ///< M, `bits` bits with its sign
};

/// The code as it leaves: with a flag no more than that one.
ir::Value pack_late(const LateForm& form, const LateState& sum);
/// Of several flags, NaN or both infinities make a NaN.
LateState unpack_late(ir::Module& m, const LateForm& form, const ir::Value& code);

/// A first value of an IEEE-like format: E = its exponent + 2 + ceil(log2 terms) - W, M its floor.
LateState begin_late(ir::Module& m, const LateForm& form, const Format& format,
                     const ir::Value& code);
/// The range of E of such first values.
ir::Range first_exponents(const LateForm& form, const Format& format);

/// The normaliser: the sum's code in an IEEE-like format, rounded once to nearest, ties to even,
/// with gradual underflow and overflow to infinity; M = 0 is +0.
ir::Value round_late(ir::Module& m, const LateForm& form, const Format& format,
                     const LateState& sum);

}  // namespace mxgen::arith
