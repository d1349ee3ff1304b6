// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "sim/cosim.h"
#include "sw/evaluate/matrices.h"
#include "sw/evaluate/metrics.h"
#include "sw/evaluate/model_cosim.h"
#include "sw/evaluate/mutants.h"
#include "sw/evaluate/workpiece.h"
#include "sw/support/json.h"
#include "sw/tensor/data_set.h"
#include "sw/unit/cycles.h"

namespace mxgen {

/// How the RTL of a design is run against its golden model.
struct CosimRequest {
    std::filesystem::path directory = {};  ///< new: RTL, metrics.json, trace; empty: nothing stays
    std::filesystem::path rtl = {};        ///< a package of the same configuration; empty: new RTL
    std::uint64_t vectors = 100000;        ///< random results, beside exhaustive ones and corners
    std::uint64_t seed = 1;                ///< of everything random
    int exhaustive_bits = 20;              ///< units of one product: all inputs up to this width
    std::optional<tensor::DataSet> data = {};  ///< drawn matrices in place of tensors
    std::optional<ProductShape> shape = {};    ///< of these; none: 16 x 1024 x 16, or what fits
    bool trace = false;         ///< waveforms: trace.fst in the directory, or in the current one
    bool coverage = false;      ///< of lines and toggles
    bool uses_model = true;     ///< of large designs: the simulation model, once it is proved
    std::uint64_t mutants = 0;  ///< instead: so many circuits with a fault, interpreted
    bool systemc = false;       ///< arrays: the SystemC bench, once in a process, random stalls
};

/// The results of a co-simulation: all of them, and the figures that are equal in every run.
struct Cosimulation {
    sim::CosimReport report;
    Metrics metrics;                       ///< cosim__*, or mutants__*
    std::optional<ModelCosim> model = {};  ///< where the simulation model was asked for
    std::optional<MutantReport> mutants = {};
};

/// Throws Error (usage) for a test bench that does not drive the unit.
void check_cosim(const Config& config, const CosimRequest& request);

/// Makes the RTL, or takes the one given, and runs it against the golden model: on the product of
/// the tensors, in each run-time mode, or on made stimulus. The directory appears whole, also where
/// the design is wrong, which the report says. Throws Error: usage for a directory that is not
/// empty, tensors that the unit does not take and a package of another configuration; tool_missing
/// and tool_failed without a working Verilator.
Cosimulation cosimulate(Workpiece& design, const CosimRequest& request, const TensorFiles& tensors,
                        const ProgressFunction& progress);

}  // namespace mxgen
