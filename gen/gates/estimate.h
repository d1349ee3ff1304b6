// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/gates/outputs.h"

namespace mxgen::gates {

/// A lowered circuit covered with cells, which must outlive it.
Covered covered(const ir::Circuit& circuit, const CellSet& cells);
/// The same for delays alone: nothing is swept, and areas of gates are 0.
Covered timed(const ir::Circuit& circuit, const CellSet& cells);

/// What synthesis is expected to make of a circuit.
struct Estimate {
    double area = 0;           ///< NAND2 equivalents, registers included
    double register_area = 0;  ///< the share of registers
    std::size_t registers = 0;
    double delay_ns = 0;  ///< longest path between ports and registers, clk-to-q and setup included
};

/// Area and delay of a cover: adder cells, registers and buffers as they are, gates, which
/// synthesis restructures, between what covers them and the number of ANDs, their area and delay
/// times the factors of the fit; every output loaded by its readers. `arrival_ns`: when inputs
/// arrive.
Estimate estimate(const Covered& design, const CellSet& cells, const FamilyFit& fit = {},
                  double arrival_ns = 0);

/// The latest arrival at the end of each stage of a scheduled circuit, ns, setup included, as
/// estimate() counts delays. `arrival_ns`: when inputs arrive; `last`: the stage in which outputs
/// leave.
std::vector<double> stage_delays(const Covered& design, const CellSet& cells, const FamilyFit& fit,
                                 double arrival_ns, int last);

/// Load that changes its level in a cycle, glitches included: events of all nets, cells with
/// inertial delays as in their estimate, ports at the clock edge, every cycle settled before the
/// next one. Element i of a cycle is the i-th bit of the circuit's inputs, in their order; at least
/// two.
double activity_of(const Covered& design, const CellSet& cells,
                   const std::vector<std::vector<std::uint8_t>>& cycles);

/// Energy of a cycle in pJ, without leakage: of its activity, and of the registers' clock.
double energy_pj(const Covered& design, const CellSet& cells, double activity,
                 const FamilyFit& fit = {});

}  // namespace mxgen::gates
