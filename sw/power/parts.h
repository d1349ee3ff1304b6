// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/power/event_circuit.h"

namespace mxgen::ppa {

/// The part of the design of each cell: that of the nets that it drives. Cells whose nets belong to
/// none, as those of gates that synthesis makes do, are of the part that they feed first: another
/// such cell, or a register's next value. Registers are "registers", and so is what only feeds
/// registers of no part; what feeds no part at all is "other".
std::vector<std::string> parts_of_cells(const EventCircuit& circuit);

}  // namespace mxgen::ppa
