// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/gates/cells.h"
#include "gen/gates/graph.h"

namespace mxgen::gates {

/// A cell of a cover: literals of a graph in, one out.
struct PlacedGate {
    const GateCell* cell = nullptr;
    Literals inputs;
    Literal output = no;
};

/// The ANDs of a graph covered with cells that compute the literals that its outputs, adders and
/// registers read, in an order in which they can be computed. Cuts of four leaves matched by truth
/// table, first for depth in cells, then for area flow within the largest depth (Mishchenko et
/// al., "Combinational and sequential mapping with priority cuts", ICCAD 2007; Chatterjee et al.,
/// "Reducing structural bias in technology mapping", ICCAD 2005); sources arrive at 0, as the
/// mapper of synthesis sees them, which knows neither adder cells nor registers.
std::vector<PlacedGate> cover(const Graph& graph, const CellSet& cells);

}  // namespace mxgen::gates
