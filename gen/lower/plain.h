// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "gen/ir/circuit.h"
#include "gen/lower/goal.h"

namespace mxgen::lower {

/// The circuit with every n-ary operation built from binary ones, as a synthesis tool likes to read
/// it: balanced trees of + for sums, compare-and-select trees for max, a merge tree for leading
/// zeros; of choices the form that serves the goal. What is left prints one to one.
std::shared_ptr<const ir::Circuit> plain(const std::shared_ptr<const ir::Circuit>& source,
                                         Goal goal = Goal::balanced);

}  // namespace mxgen::lower
