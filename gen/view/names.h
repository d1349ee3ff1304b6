// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::view {

/// A legal SystemVerilog name for every node, unique in the module: the given one, else one made of
/// the name of what the node feeds and a number.
std::vector<std::string> wire_names(const ir::Circuit& circuit);

}  // namespace mxgen::view
