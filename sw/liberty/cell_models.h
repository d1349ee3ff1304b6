// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "sw/liberty/library.h"

namespace mxgen::ppa {

/// Functional Verilog models of the named cells, read alike by Yosys and Verilator: no delays.
/// Throws Error (usage) for a cell that the library lacks or that has no functional description.
std::string cell_models(const Library& library, const std::set<std::string>& cells);

}  // namespace mxgen::ppa
