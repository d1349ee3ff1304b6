// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "gen/gates/cover.h"

namespace mxgen::gates {

/// A lowered circuit as gates, and the cells that cover them; `cells` must outlive it.
struct Covered {
    Graph graph;
    std::vector<PlacedGate> gates;
    double gate_area = 0, ands = 0;  ///< of a cover, and its ANDs, where the graph is swept
};

/// An output of a placed gate or adder cell, a function of up to four literals: bit i of the table
/// for inputs that are the bits of i, the first lowest.
struct CellOutput {
    std::array<Literal, 4> inputs{};
    unsigned count = 0;
    std::uint16_t table = 0;
    Literal output = no;
    bool is_gate = true;  ///< which synthesis may make in another way
    double cell_ns = 0, buffers_ns = 0;
};

/// What every literal drives.
std::vector<double> loads_of(const Covered& design, const CellSet& cells);

/// A net of that load behind its driver, and the buffers that the net takes where it is wide: a
/// tree of which each drives four.
double driver_ns(const Drive& drive, double load, const CellSet& cells);
double buffers_ns(double load, const CellSet& cells);

/// All outputs in an order in which they can be computed.
std::vector<CellOutput> outputs_of(const Covered& design, const CellSet& cells);

}  // namespace mxgen::gates
