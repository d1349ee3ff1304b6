// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sw/flow/equivalence.h"
#include "sw/flow/lut_gates.h"

namespace mxgen::ppa {

/// What a mapped netlist for an FPGA is made of.
struct FpgaNetlist {
    std::string name;           ///< of its files: NAME.json as Yosys wrote it
    std::vector<LutForm> luts;  ///< look-up tables of the family
    std::string models;         ///< commands of Yosys that read what its other cells compute
};

/// Makes gates and registers of the RTL in the flow's directory (elaborated.il): gold.il. Throws
/// Error (tool_failed) when Yosys fails.
void write_gold(const Flow& flow);

/// Compares a mapped netlist in the flow's directory with the RTL there (gold.il): both become
/// AIGER files, are simulated side by side, 64 vectors at once, and then proved equal by ABC,
/// registers cut by name, if that is decided within the limit. Throws Error: check_failed when they
/// differ, tool_failed when a tool does, or when there is no proof and an output that is not tied
/// never changes in simulation.
Equivalence check_fpga_equivalence(const Flow& flow, const FpgaNetlist& netlist,
                                   std::chrono::seconds proof_limit);

}  // namespace mxgen::ppa
