// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/lower/choice.h"
#include "gen/lower/heap.h"

namespace mxgen::lower {

/// The value of a node as weighted bits: opens sums, products and negations that would otherwise
/// need carry-propagate adders of their own. Signed products as Baugh and Wooley ("A two's
/// complement parallel array multiplication algorithm", IEEE Trans. Computers C-22(12), 1973)
/// or recoded (booth.h), whichever serves the goal;
/// `negative ? -x : x` in ones' complement, its sign bits kept apart.
HeapTerms terms_of(ir::Circuit& circuit, ir::NodeId node, const Costs& costs,
                   Goal goal = Goal::balanced);

}  // namespace mxgen::lower
