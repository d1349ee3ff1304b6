// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/support/json.h"

namespace mxgen::report {

/// A network under conditions on designs, from files that `mxgen workload --json` printed.
struct NetworkWorkload {
    Json conditions;  ///< {"workload", "batch", "prefill", "decode", "bandwidth_gb_s", ...}
    Json designs = Json::array();
};

/// Adds the designs of a file to the workload with the same conditions, else as a new one. False:
/// the path is no such file, told from runs by its key "workload". Throws Error (usage) naming the
/// file and what is missing or no figure in it.
bool add_workload(std::vector<NetworkWorkload>& workloads, const std::filesystem::path& path);

/// The design with the least of a figure, and where the figure comes from.
struct LeastFigure {
    std::string design, from;
    double value = 0;
};

/// Which design for one pass of a phase. Designs whose multiply-accumulates have no known energy
/// take no part in that of energy.
struct PhaseChoice {
    std::string phase;
    std::optional<LeastFigure> seconds, energy_pj;
    bool mixes_clocks = false, mixes_energies = false;  ///< designs differ in the figures' origin
};

std::vector<PhaseChoice> choices(const NetworkWorkload& workload);

/// The conditions, "choices" and "designs".
Json to_json(const NetworkWorkload& workload);

/// Which design for which phase, a line each; every figure with its origin.
std::string to_text(const NetworkWorkload& workload);

}  // namespace mxgen::report
