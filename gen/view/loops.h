// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/ir/circuit.h"
#include "gen/view/target.h"

namespace mxgen::view {

/// What a node waits for: its arguments, its instance's inputs, or a register's next value.
const std::vector<ir::NodeId>& waits_for(const ir::Circuit& circuit, const ir::Node& node);

/// What the outputs need, as strongly connected components in the order in which they can be
/// computed (Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972);
/// only the loops of states have more than one node.
std::vector<std::vector<ir::NodeId>> components(const ir::Circuit& circuit);

/// Whether a component is the loop of a state, as accumulators have it.
bool is_loop(const ir::Circuit& circuit, const std::vector<ir::NodeId>& members);

/// How synthesis works on a loop: what aligns and normalises shares much, what only adds does not.
Merging merging_of(const ir::Circuit& circuit, const std::vector<ir::NodeId>& loop);

}  // namespace mxgen::view
