// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/flow/synthesis.h"

namespace mxgen::ppa {

/// The text of one module of the flow's netlist.v. Throws Error (tool_failed) when it has none.
std::string module_text(const Flow& flow, const std::string& module);

/// Writes functional models of the cells that a netlist uses.
void write_cell_models(const Flow& flow, const Netlist& netlist, const std::string& file);

}  // namespace mxgen::ppa
