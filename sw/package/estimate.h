// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// The expected cost of a design, before synthesis has seen it.
struct DesignEstimate {
    double gates = 0;     ///< NAND2 equivalents, registers included
    double delay_ns = 0;  ///< longest path between ports and registers
};

/// The configured design's own circuit by the fitted data of its technology (gen/view/cost.h). Of
/// an array its processing elements alone count. Empty for a technology that nothing was fitted to.
/// Throws Error as generate() does.
std::optional<DesignEstimate> estimate(const Config& config);

/// The same by a target's data.
DesignEstimate estimate(const Config& config, const view::Target& target);

}  // namespace mxgen::package
