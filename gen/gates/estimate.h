// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/gates/cover.h"

namespace mxgen::gates {

/// A lowered circuit as gates, and the cells that cover them; `cells` must outlive it.
struct Covered {
    Graph graph;
    std::vector<PlacedGate> gates;
};
Covered covered(const ir::Circuit& circuit, const CellSet& cells);

/// What every literal drives.
std::vector<double> loads_of(const Covered& design, const CellSet& cells);

/// What synthesis is expected to make of a circuit.
struct Estimate {
    double area = 0;           ///< NAND2 equivalents, registers included
    double register_area = 0;  ///< the share of registers
    std::size_t registers = 0;
    double delay_ns = 0;  ///< longest path between ports and registers, clk-to-q and setup included
};

/// Area and delay of a cover: adder cells and registers as they are, gates between what covers them
/// and the number of ANDs, which synthesis restructures; every output loaded by its readers; gates
/// and delay times the factors of the fit. `arrival_ns`: when inputs arrive.
Estimate estimate(const Covered& design, const CellSet& cells, const FamilyFit& fit = {},
                  double arrival_ns = 0);

/// The latest arrival at the end of each stage of a scheduled circuit, ns, setup included, as
/// estimate() counts delays. `arrival_ns`: when inputs arrive; `last`: the stage in which outputs
/// leave.
std::vector<double> stage_delays(const Covered& design, const CellSet& cells, const FamilyFit& fit,
                                 double arrival_ns, int last);

/// Changes of nets in a cycle, each times the load of the net.
struct Activity {
    double settled = 0;  ///< from one cycle to the next, without glitches
    /// By transition density: every change of an input that an AND lets through counts (Najm,
    /// "Transition density: a new measure of activity in digital circuits", IEEE TCAD 12(2), 1993):
    /// as if no two changes met, more than cells with inertia do.
    double dense = 0;
};

/// Element i of a cycle is the i-th bit of the circuit's inputs, in their order; at least two.
Activity activity_of(const Covered& design, const CellSet& cells,
                     const std::vector<std::vector<std::uint8_t>>& cycles);

/// Energy of a cycle in pJ, without leakage: of changes between both measures of activity, and of
/// the registers' clock.
double energy_pj(const Covered& design, const CellSet& cells, const Activity& activity,
                 const FamilyFit& fit = {});

}  // namespace mxgen::gates
