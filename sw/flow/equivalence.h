// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// How far netlist and RTL were found equal.
struct Equivalence {
    enum class Kind { proved, simulated };

    Kind kind = Kind::proved;
    std::int64_t vectors = 0;  ///< simulated: input vectors that were compared
};

/// "proved" or "simulated", as metrics.json has it.
std::string to_string(Equivalence::Kind kind);

/// Each module of the netlist by proof if that is decided within the limit, else by simulation.
/// Throws Error (check_failed) when the netlist is not equal to the RTL.
Equivalence check_equivalence(const Flow& flow, const Netlist& netlist,
                              std::chrono::seconds proof_limit);

}  // namespace mxgen::ppa
