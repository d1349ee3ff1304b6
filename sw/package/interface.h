// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/circuit.h"
#include "sw/config/config.h"
#include "sw/unit/interface.h"

namespace mxgen::package {

/// What users see of a top circuit: its ports with clock and reset, its latency and its meaning.
Interface interface_of(const Config& config, const ir::Circuit& top, int latency);

/// Cycles from the beat that completes the first row of sums to that row, in an array whose
/// processing elements take `element_latency` cycles.
int array_latency(const Config& config, int element_latency);

}  // namespace mxgen::package
