// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/gates/graph.h"

namespace mxgen::gates {

/// Which modules become adder cells instead of gates.
struct AdderCells {
    bool full = true, half = true;
};

/// A circuit and its submodules as one graph: inputs, adder cells, registers and outputs bit by
/// bit, lowest first, elements of arrays in order. Throws ir::CircuitError for hand-written
/// modules.
Graph blast(const ir::Circuit& circuit, const AdderCells& cells = {});

}  // namespace mxgen::gates
