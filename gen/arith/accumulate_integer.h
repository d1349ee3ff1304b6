// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// Adds integer block sums in a register of `accumulator.bits` bits, exact, wrapping or saturating
/// as it says (docs/numerics.md, "Accumulators"). Exact means that the configured number of blocks
/// cannot leave the width: simulations check it.
Accumulated accumulate_integer(ir::Module& m, const Accumulator& accumulator, const BlockSum& block,
                               const AccumulateControl& control);

}  // namespace mxgen::arith
