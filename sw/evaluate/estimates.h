// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/estimate/gate_model.h"
#include "sw/evaluate/matrices.h"
#include "sw/evaluate/metrics.h"
#include "sw/evaluate/workpiece.h"
#include "sw/tensor/data_set.h"

namespace mxgen {

/// What estimates are for.
struct EstimateRequest {
    ppa::CellWeights weights = {};
    TensorFiles tensors = {};                ///< for the energy, as make_workloads() takes
    std::vector<tensor::DataSet> data = {};  ///< them
};

/// Estimates of a design: `estimate__gate_model__*` (arXiv:2510.25602, Table 6) and
/// `estimate__circuit__*` (gen/gates; not of FPGAs, nor of a technology that was never measured and
/// whose library is not given). Throws Error (usage) for a library or tensors that cannot be read.
Metrics estimates_of(Workpiece& design, const EstimateRequest& request);

/// Adds them to what synthesis found, with their relative errors.
void add_estimates(Metrics& metrics, const Metrics& estimates);

}  // namespace mxgen
