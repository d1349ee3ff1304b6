// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/circuit.h"
#include "gen/view/target.h"

namespace mxgen::view {

/// A share of a circuit's area: a submodule, or the wires whose names have one root.
struct CostPart {
    std::string name;    ///< "u_lane", or "sum" for sum, sum_0, sum_1, ...
    unsigned count = 1;  ///< instances of a submodule; 1 for wires
    double gates = 0;    ///< NAND2 equivalents, all instances together
};

/// Estimated cost of a circuit before synthesis has seen it.
struct Cost {
    double gates = 0;           ///< NAND2 equivalents, registers included
    double register_gates = 0;  ///< the share of registers
    unsigned register_bits = 0;
    double delay_ns = 0;  ///< longest path between ports and registers, clk-to-q and setup included
    std::vector<std::string> path = {};  ///< the wires along it, "u_lane.product" in a submodule
    std::vector<CostPart> parts = {};    ///< largest first
};

/// Sums up the target's data over a circuit and its submodules: every operation as if built alone,
/// so that what synthesis shares or restructures is not seen, and no wires or fan-out.
Cost cost(const ir::Circuit& circuit, const Target& target);

}  // namespace mxgen::view
