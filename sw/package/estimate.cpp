// SPDX-License-Identifier: Apache-2.0
#include "sw/package/estimate.h"

#include "sw/package/build.h"
#include "sw/support/error.h"

namespace mxgen::package {

std::optional<view::Cost> estimate(const Config& config) {
    const auto* target = view::find_target(config.timing.technology);
    if (!target) return std::nullopt;
    try {
        return view::cost(*build(config).top, *target);
    } catch (const ir::Error& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
