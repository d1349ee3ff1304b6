// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "gen/ir/expr.h"

/// Building blocks of the operations in expr.h; not for units.
namespace mxgen::ir::detail {

[[noreturn]] void fail(const Circuit& c, const std::string& what);

/// "mag [0, 15]": a wire in a message.
std::string described(const Circuit& c, NodeId id);

/// The one circuit that all wires among the values belong to; CircuitError if there are two or
/// none.
Circuit& circuit_of(std::initializer_list<const Value*> values);
Circuit& circuit_of(const std::vector<Value>& values);

std::vector<NodeId> ids_in(Circuit& c, const std::vector<Value>& values);
Range range_of(const Circuit& c, NodeId id);

/// Adds a node unless its value is known: one possible value, or constant arguments.
Value make(Circuit& c, Node node);

/// The sum of the terms (arrays with all their elements), constants collected into one term.
Value make_sum(Circuit& c, const std::vector<NodeId>& terms, const std::vector<bool>& negative);

void require_nonnegative(const Circuit& c, NodeId id, const char* role);
void require_bit(const Circuit& c, NodeId id, const char* role);

}  // namespace mxgen::ir::detail
