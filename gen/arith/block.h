// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"

namespace mxgen::arith {

/// Which special a sum holds: at most what the operands' formats can raise.
struct SpecialFlags {
    ir::Value nan;      ///< NaN, 0 * Inf
    ir::Value pos_inf;  ///< +Inf
    ir::Value neg_inf;  ///< -Inf
};

/// One scaled block sum, exact: total * 2^(exponent + lsb) unless a flag stands.
struct BlockSum {
    ir::Value total;     ///< signed
    ir::Value exponent;  ///< nonnegative
    int lsb = 0;
    SpecialFlags special;
};

/// What an accumulator shows to the outside.
struct Accumulated {
    ir::Value code;      ///< the accumulator's bits after this block
    ir::Value overflow;  ///< constant 0 where it cannot happen
    ir::Value invalid;   ///< likewise
};

/// When an accumulator takes a block, and from what it starts.
struct AccumulateControl {
    ir::Value take;     ///< a whole block is there
    ir::Value first;    ///< it starts a new sum
    ir::Value initial;  ///< code of the value a new sum starts from; constant 0 without port c_i
};

}  // namespace mxgen::arith
