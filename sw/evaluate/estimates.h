// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "gen/view/target.h"
#include "sw/estimate/gate_model.h"
#include "sw/evaluate/metrics.h"
#include "sw/unit/config.h"

namespace mxgen {

/// Estimates of a design: `estimate__gate_model__*` (arXiv:2510.25602, Table 6) and
/// `estimate__circuit__*` (the generator's own, by the target or the technology's fitted data; not
/// of FPGAs).
Metrics estimates_of(const Config& config, const ppa::CellWeights& weights,
                     const std::optional<view::Target>& target);

/// Adds them to what synthesis found, with their relative errors.
void add_estimates(Metrics& metrics, const Metrics& estimates);

}  // namespace mxgen
