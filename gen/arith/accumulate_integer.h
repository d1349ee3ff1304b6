// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// Adds block totals (exponents must be constant 0) in a register of `accumulator.bits` bits,
/// exact, wrapping or saturating as it says (docs/numerics.md, "Accumulators"). Exact means that
/// the configured number of blocks cannot leave the width, which simulations check unless c_i
/// brings a number of its own. A block with a special adds nothing and raises `invalid` until a new
/// sum.
Accumulated accumulate_integer(ir::Module& m, const Accumulator& accumulator,
                               const std::vector<BlockSum>& blocks,
                               const AccumulateControl& control);

}  // namespace mxgen::arith
