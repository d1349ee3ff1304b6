// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/ppa/event_circuit.h"

namespace mxgen::ppa {

/// The part of the design that a name of the RTL belongs to: "multipliers", "alignment", "sum",
/// "accumulator" or "other". In lanes with finished
/// `products` what leaves the lane is aligned.
std::string part_of_name(const std::string& name, bool products);

/// The part of each cell: registers by kind, adder cells by their instance, other gates by their
/// output's name or by the nearest named wire or adder that they feed.
std::vector<std::string> parts_of_cells(const EventCircuit& circuit);

}  // namespace mxgen::ppa
