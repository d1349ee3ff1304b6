// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "sw/flow/equivalence.h"
#include "sw/flow/timing.h"
#include "sw/power/design_energy.h"
#include "sw/support/json_type.h"

namespace mxgen::ppa {

/// How a design is costed.
struct RunOptions {
    Technology technology;
    std::shared_ptr<const PreparedLibrary> prepared = {};  ///< the technology's; null: it is read
    std::string recipe = "speed";
    std::chrono::seconds proof_limit{60};
    std::chrono::seconds tool_limit{1800};
    EnergyWorkload workload;
    std::vector<EnergyWorkload> other_workloads = {};  ///< of which the energy alone is reported
    bool layout = false;        ///< place and route, and measure again with the wires
    bool fitted_wires = false;  ///< load the nets by the technology's wire model
    std::function<void(std::string_view)> progress;  ///< told what is being done
};

/// Synthesis, equivalence and timing of the package in DIRECTORY: scripts, logs and netlists go to
/// DIRECTORY/synthesis, the result to DIRECTORY/metrics.json, which is also returned. A run whose
/// inputs, scripts and tools are those of the metrics.json found there is not repeated
/// (recorded_run()). Throws Error as the steps do, and (usage) for fitted wires of a technology
/// without a model of them.
Json run_flow(const std::filesystem::path& directory, const RunOptions& options);

/// The recipes of hw/syn.
std::vector<std::string> recipe_names();

/// Throws Error where the technology or the tools that are there cannot serve the options.
void check_wires(const RunOptions& options);

/// The files of hw/syn that a run with this recipe goes by: a change of another leaves it valid.
std::vector<std::string> run_scripts(const std::string& recipe);

}  // namespace mxgen::ppa
