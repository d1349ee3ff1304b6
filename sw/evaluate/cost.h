// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "sw/evaluate/matrices.h"
#include "sw/evaluate/metrics.h"
#include "sw/evaluate/workpiece.h"
#include "sw/tensor/data_set.h"

namespace mxgen {

/// How area, speed and energy of a design are found.
struct CostRequest {
    std::filesystem::path directory;         ///< of the runs, each in one of its name
    std::string recipe = "speed";            ///< one of ppa::recipe_names()
    std::chrono::seconds proof_limit{60};    ///< then simulation takes over
    std::size_t energy_cycles = 1000;        ///< simulated for the energy; 0: none
    bool layout = false;                     ///< placed and routed, too
    bool fitted_wires = false;               ///< by the technology's wire model
    std::vector<tensor::DataSet> data = {};  ///< for the energy (make_workloads())
};

/// Throws the Error of measure_cost() as far as no tool has to run for it.
void check_cost(const Config& config, const std::vector<std::filesystem::path>& liberty,
                const CostRequest& request, const TensorFiles& tensors);

/// Writes the package to DIRECTORY/NAME and takes it through synthesis, equivalence, timing and
/// energy on the data of the tensors (ppa::run_flow). A run of another package in that place gives
/// way; one of the same is not repeated. Throws Error: usage for a missing directory, an unknown
/// technology or recipe and unfit tensors; for the rest as the steps of the flow do.
Metrics measure_cost(Workpiece& design, const CostRequest& request, const TensorFiles& tensors,
                     const ProgressFunction& progress);

/// The same with the cells of the FPGA family that is the configuration's technology
/// (ppa::run_fpga): recipe, libraries and energy have no part in it.
Metrics measure_fpga_cost(Workpiece& design, const CostRequest& request,
                          const ProgressFunction& progress);

}  // namespace mxgen
