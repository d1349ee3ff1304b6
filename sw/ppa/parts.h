// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/ppa/event_circuit.h"

namespace mxgen::ppa {

/// The part of the design that a name of the RTL belongs to: "multipliers", "alignment", "sum",
/// "accumulator" or "other".
std::string part_of_name(const std::string& name);

/// The part of each cell: registers by kind, others by their own name or by the nearest named wire
/// that they feed.
std::vector<std::string> parts_of_cells(const EventCircuit& circuit);

}  // namespace mxgen::ppa
