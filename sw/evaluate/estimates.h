// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/estimate/gate_model.h"
#include "sw/evaluate/metrics.h"
#include "sw/unit/config.h"

namespace mxgen {

/// Adds estimates beside what synthesis found, with their relative errors:
/// `estimate__gate_model__*` (arXiv:2510.25602, Table 6) and `estimate__circuit__*` (the
/// generator's own). What is there of the circuit's is kept.
void add_estimates(Metrics& metrics, const Config& config, const ppa::CellWeights& weights);

}  // namespace mxgen
