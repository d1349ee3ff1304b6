// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// Outcome of a proof.
enum class Verdict { equal, different, undecided };

/// "equal", "different", "undecided".
std::string_view name_of(Verdict verdict);

/// Proves a module of the netlist equal to its RTL: both become AIGER, registers cut by name and
/// the instances of kept modules cut open, and ABC compares them. `undecided` when registers do not
/// correspond, the time limit passes, or a difference is found in a module with registers (which
/// might lie in a state that is never reached). Throws Error (tool_failed) when a tool fails.
Verdict prove(const Flow& flow, const Netlist& netlist, const std::string& module,
              std::chrono::seconds limit);

/// What ABC's `cec` reports, by whole lines: anything but the two verdicts that it knows is
/// `undecided`.
Verdict verdict_of(const std::string& report);

/// Compares goldSUFFIX.aig and gateSUFFIX.aig of the flow's directory, which hold no latches: else,
/// or when the time limit passes, `undecided`. Throws Error (tool_failed) when ABC fails.
Verdict compare_files(const Flow& flow, const std::string& suffix, std::chrono::seconds limit);

/// The log of prove().
std::filesystem::path proof_log(const Flow& flow, const std::string& module);

}  // namespace mxgen::ppa
