// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/gates/cells.h"
#include "sw/liberty/roles.h"

namespace mxgen::ppa {

/// The cells that a library has for the estimates of gen/gates, nothing fitted: areas by its NAND2,
/// mean delays of edges and inputs for the slew of a NAND2 that drives three; loads
/// in pF. Throws ir::CircuitError for a library without an inverter.
gates::CellSet cell_set(const Library& library, const Roles& roles);

}  // namespace mxgen::ppa
