// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/circuit.h"
#include "sw/config/config.h"
#include "sw/config/interface.h"

namespace mxgen::package {

/// What users see of a top circuit: its ports with clock and reset, its latency and its meaning.
Interface interface_of(const Config& config, const ir::Circuit& top, int latency);

/// Cycles from a tile's last beat to its first row, in an array of so many columns whose dot
/// products take `latency` cycles.
int array_latency(int columns, int latency);

}  // namespace mxgen::package
