// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sw/estimate/gate_model.h"
#include "sw/unit/config.h"

namespace mxgen::cli {

/// Adds estimates beside what synthesis found, with their relative errors:
/// `estimate__gate_model__*` (arXiv:2510.25602, Table 6) and `estimate__circuit__*` (the
/// generator's own). What is there of the circuit's is kept.
void add_estimates(nlohmann::ordered_json& metrics, const Config& config,
                   const ppa::CellWeights& weights);

/// "dot_x: gate model 15200 NAND2 (-12 %), circuit 17400 NAND2 (+1 %), 16.2 ns (-5 %)", or empty.
std::string estimates_text(const nlohmann::ordered_json& metrics);

}  // namespace mxgen::cli
