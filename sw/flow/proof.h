// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// Outcome of a proof.
enum class Verdict { equal, different, undecided };

/// Proves a module of the netlist equal to its RTL: both become AIGER, registers cut by name and
/// the instances of kept modules cut open, and ABC compares them. `undecided` when registers do not
/// correspond, the time limit passes, or a difference is found in a module with registers (which
/// might lie in a state that is never reached). Throws Error (tool_failed) when a tool fails.
Verdict prove(const Flow& flow, const Netlist& netlist, const std::string& module,
              std::chrono::seconds limit);

/// The log of prove().
std::filesystem::path proof_log(const Flow& flow, const std::string& module);

}  // namespace mxgen::ppa
