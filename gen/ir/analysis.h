// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::ir {

/// The nodes that a node waits for: arguments, inputs of its instance, a register's next value.
const std::vector<NodeId>& reads(const Circuit& circuit, const Node& node);

/// By node: how many arguments, inputs of instances and outputs read it, dead readers included.
std::vector<unsigned> readers(const Circuit& circuit);

/// By node: how often it is read by nodes that reach an output, a state or an instance; 0: dead.
std::vector<unsigned> live_uses(const Circuit& circuit);

/// By node: whether an output waits for it, through registers and instances, too.
std::vector<char> output_cone(const Circuit& circuit);

/// The cone of the outputs, as strongly connected components in the order in which they can be
/// computed (Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972);
/// only the loops of states have more than one node.
std::vector<std::vector<NodeId>> components(const Circuit& circuit);

/// Bits that the registers of a circuit and of its submodules hold.
std::uint64_t register_bits(const Circuit& circuit);

/// Whether a node is the multiplexer that gives a state that takes turns its next value: args[0] ?
/// args[1] : the state itself (Module::take_turns).
bool is_hold(const Circuit& circuit, const Node& node);

/// Whether a component is the loop of a state, as accumulators have it.
bool is_loop(const Circuit& circuit, const std::vector<NodeId>& members);

}  // namespace mxgen::ir
