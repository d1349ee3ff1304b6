// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/module.h"

namespace mxgen::arith {

/// Which special a sum holds: at most what the operands' formats can raise.
struct SpecialFlags {
    ir::Value nan;      ///< NaN, 0 * Inf
    ir::Value pos_inf;  ///< +Inf
    ir::Value neg_inf;  ///< -Inf

    ir::Value any() const { return nan | pos_inf | neg_inf; }
};

/// One scaled block sum, exact: (-1)^neg * total * 2^(exponent + lsb) unless a flag stands.
struct BlockSum {
    ir::Value neg;       ///< sign of a single product's sign-and-magnitude operands; 0 for sums
    ir::Value total;     ///< signed for sums, and where an operand has its sign inside
    ir::Value exponent;  ///< nonnegative
    int lsb = 0;
    SpecialFlags special;

    /// The range of a sum without a special, in units of 2^(lsb + lowest exponent).
    ir::Range numbers = {};

    /// For accumulators to which the scales' exponents matter apart: exponent without them, and the
    /// sum of both scales' exponents, scale_exponent + scale_bias.
    ir::Value own_exponent = {}, scale_exponent = {};
    int scale_bias = 0;
    ir::Value mode = {};  ///< of units with run-time modes

    ir::Value signed_total() const { return mux(neg, -total, total); }
    /// Bits of the sum in two's complement.
    unsigned signed_width() const {
        return ir::join(total.range(), {-total.range().hi - 1, 0}).width();
    }
};

/// The outputs of an accumulator.
struct Accumulated {
    ir::Value code;      ///< the accumulator's bits after the last block, one clock cycle later
    ir::Value overflow;  ///< constant 0 where it cannot happen
    ir::Value invalid;   ///< likewise
};

/// When an accumulator takes blocks, and from what it starts.
struct AccumulateControl {
    ir::Value take;     ///< whole blocks are there
    ir::Value first;    ///< they start a new sum
    ir::Value initial;  ///< code of the value a new sum starts from; constant 0 without port c_i
    ir::Value rescale = {};  ///< the running sum doubles before them; undriven: never

    /// Whether `now` stood with any blocks taken since a sum's first; named `name`.
    ir::Value sticky(ir::Module& m, const ir::Value& now, const std::string& name) const;
};

}  // namespace mxgen::arith
