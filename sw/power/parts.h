// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/power/event_circuit.h"

namespace mxgen::ppa {

/// The part of the design that a name of the RTL belongs to: "multipliers", "alignment", "sum",
/// "accumulator", "converters" or "other". In lanes with finished `products` what leaves the lane
/// is aligned.
std::string part_of_name(const std::string& name, bool products);

/// The part of each cell. Registers go by kind, adder cells by their instance; gates, whose names
/// synthesis drops, by a name at their output, else by what they feed first: a named wire, an
/// adder, or a register, whose own name tells the part (without one: "registers", which holds and
/// moves words). Of the gates that feed the sum those in front of all its adders make its terms:
/// "alignment" where lanes add up their products, "multipliers" where the sum takes partial ones.
std::vector<std::string> parts_of_cells(const EventCircuit& circuit);

}  // namespace mxgen::ppa
