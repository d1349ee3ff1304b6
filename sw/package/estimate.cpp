// SPDX-License-Identifier: Apache-2.0
#include "sw/package/estimate.h"

#include "gen/view/cost.h"
#include "sw/package/build.h"
#include "sw/support/error.h"

namespace mxgen::package {

std::optional<DesignEstimate> estimate(const Config& config) {
    const auto* target = view::find_target(config.timing.technology);
    return target ? std::optional(estimate(config, *target)) : std::nullopt;
}

DesignEstimate estimate(const Config& config, const view::Target& target) {
    try {
        const Built built = build(config, target);
        const auto cost = view::cost(built.element ? *built.element : *built.top, target);
        return DesignEstimate{built.elements * cost.gates, cost.delay_ns};
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
