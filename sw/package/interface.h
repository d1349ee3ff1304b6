// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/circuit.h"
#include "sw/unit/config.h"
#include "sw/unit/interface.h"

namespace mxgen::package {

/// The outside of a top circuit: its ports with clock and reset, its latency and its meaning.
Interface interface_of(const Config& config, const ir::Circuit& top, int latency);

}  // namespace mxgen::package
