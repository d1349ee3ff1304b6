// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/late_sum.h"

namespace mxgen::arith {

/// Adds the blocks of a beat to a sum that is not normalised (docs/numerics.md, "Dot product",
/// late<W>), one step a beat; blocks bring the exponents of their scales. `initial` is what a new
/// sum starts from, null for zero. Two short loops: E's is a comparison and a select; M's, which
/// follows it, a shift by a distance that is known before and an addition. The sum behind its
/// registers, one clock cycle later.
LateState accumulate_late(ir::Module& m, const LateForm& form, const std::vector<BlockSum>& blocks,
                          const AccumulateControl& control, const LateState* initial);

}  // namespace mxgen::arith
