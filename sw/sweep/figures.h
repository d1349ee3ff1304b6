// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/support/json_type.h"

namespace mxgen::sweep {

/// A figure that designs are compared by, under a short name.
struct SweepFigure {
    std::string name;       ///< "area"
    std::string measured;   ///< the key in metrics
    std::string estimated;  ///< the key of its estimate; empty: there is none
    bool more_is_better = false;
};

/// area (NAND2), delay (ns), energy (pJ/MAC) and sqnr (dB).
const std::vector<SweepFigure>& sweep_figures();

/// Names that conditions may use beside keys: those figures that are estimated, and their keys.
std::vector<std::string> estimated_figures();

/// The estimate that such a name stands for; empty where these metrics have none.
std::optional<double> estimated_figure(const std::string& name, const Json& metrics);

}  // namespace mxgen::sweep
