// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/range.h"
#include "gen/lower/costs.h"
#include "gen/lower/goal.h"

namespace mxgen::lower {

/// x << amount with a sign to flip by: one select stage for each bit of the amount behind the
/// flipped bits of x, the adders that make the amount and take the bits included.
CostEstimate staged_shift(const ir::Range& x, const ir::Range& amount, const Costs& costs = {});

/// The same with every amount decoded into a wire of its own: an AND for each bit and amount, ORs,
/// and the flip last; again with the adders that take the bits.
CostEstimate decoded_shift(const ir::Range& x, const ir::Range& amount, const Costs& costs = {});

}  // namespace mxgen::lower
