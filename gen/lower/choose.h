// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "gen/ir/circuit.h"
#include "gen/lower/choice.h"
#include "gen/lower/goal.h"

namespace mxgen::lower {

/// The circuit with one form of every choice: the fast one for `balanced` and `delay`, the small
/// one for `area` and `energy`. Nodes that only the other form needs are gone. Each pair of forms
/// is noted once per module, with estimates of the nodes that differ.
std::shared_ptr<const ir::Circuit> chosen(const std::shared_ptr<const ir::Circuit>& source,
                                          Goal goal, std::vector<Choice>& choices);

}  // namespace mxgen::lower
