// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// Adds block sums in the two's complement window accumulator.msb..lsb (Kulisch): each exact sum is
/// floored to the lowest bit, the total saturates at both ends and raises `overflow`, a special
/// raises `invalid` until a new sum (docs/numerics.md, "Accumulators").
Accumulated accumulate_fixed(ir::Module& m, const Accumulator& accumulator,
                             const std::vector<BlockSum>& blocks, const AccumulateControl& control);

}  // namespace mxgen::arith
