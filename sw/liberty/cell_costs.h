// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/liberty/made_adder.h"

namespace mxgen::ppa {

/// What a gate costs where nothing but gates of its kind are around it.
struct GateCost {
    double delay_ns = 0;  ///< mean over its arcs, rise and fall
    double area = 0;      ///< um2
};

/// The costs of what sums are made of, read from a library's tables. A cell's output drives
/// `cell_fanout` of its own input pins, the mean of them, an adder's one: a bit of a tree has one
/// reader. Within an adder of gates each drives what it does there. The slew at a cell's inputs is
/// the mean one that it makes itself under that load. What the library lacks is made of what it
/// has: an exclusive or of four NANDs, a select of three and an inverter, an adder of gates.
struct CellCosts {
    GateCost inverter, nand, exclusive_or, select;
    GateCost and_or;          ///< AOI21 and OAI21, mean of both: a step of carries
    GateCost carry_step;      ///< the same that drives three: what a carry does
    bool has_and_or = false;  ///< whether the library has both
    AdderCost full, half;
    AdderCost full_gates;  ///< of gates, with the roles' carry
    double clock_to_q_ns = 0, setup_ns = 0;
    double register_area = 0, reset_area = 0;  ///< um2: a plain flip-flop, what a clear adds
};

constexpr double cell_fanout = 2;

/// Reads the costs. Throws Error (usage) naming the library when its NAND2 has no tables of delay.
CellCosts read_cell_costs(const Library& library, const Roles& roles);

}  // namespace mxgen::ppa
