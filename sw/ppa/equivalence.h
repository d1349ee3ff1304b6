// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/ppa/synthesis.h"

namespace mxgen::ppa {

/// How far netlist and RTL were found equal.
struct Equivalence {
    enum class Kind { proved, simulated };

    Kind kind = Kind::proved;
    std::int64_t vectors = 0;  ///< simulated: input vectors that were compared
};

/// "proved" or "simulated", as metrics.json has it.
std::string to_string(Equivalence::Kind kind);

/// What a proof ended with.
enum class Verdict { equal, different, undecided };

/// Proves a module of the netlist equal to its RTL: both become AIGER, registers cut by name and
/// the instances of kept modules cut open, and ABC compares them. `undecided` when registers do not
/// correspond, the time limit passes, or a difference is found in a module with registers (which
/// might lie in a state that is never reached). Throws Error (tool_failed) when a tool fails.
Verdict prove(const Flow& flow, const Netlist& netlist, const std::string& module,
              std::chrono::seconds limit);

/// Compares a module of the netlist with its RTL on at least 10,000 vectors with Verilator, corner
/// patterns among them, until every output bit that is not tied has been seen at both levels; kept
/// modules inside it are stand-ins, the same on both sides. Returns the number of vectors. Throws
/// Error: check_failed on a mismatch, tool_failed when a bit never toggles.
std::int64_t simulate(const Flow& flow, const Netlist& netlist, const std::string& module);

/// Each module of the netlist by proof if that is decided within the limit, else by simulation.
/// Throws Error (check_failed) when the netlist is not equal to the RTL.
Equivalence check_equivalence(const Flow& flow, const Netlist& netlist,
                              std::chrono::seconds proof_limit);

/// Writes functional models of the cells that a netlist uses.
void write_cell_models(const Flow& flow, const Netlist& netlist, const std::string& file);

/// The text of one module of the netlist that is measured. Throws Error (tool_failed).
std::string module_text(const Flow& flow, const std::string& module);

}  // namespace mxgen::ppa
