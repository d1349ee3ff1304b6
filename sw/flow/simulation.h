// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// Compares a module of the netlist with its RTL on at least 10,000 vectors with Verilator, corner
/// patterns among them, until every output bit that is not tied has been seen at both levels; kept
/// modules inside it are stand-ins, the same on both sides. Returns the number of vectors. Throws
/// Error: check_failed on a mismatch, tool_failed when a bit never toggles.
std::int64_t simulate(const Flow& flow, const Netlist& netlist, const std::string& module);

}  // namespace mxgen::ppa
