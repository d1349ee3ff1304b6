// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "gen/view/cost.h"
#include "sw/config/config.h"

namespace mxgen::package {

/// What the configured design's own circuit is estimated to cost before synthesis has seen it
/// (gen/view/cost.h); hand-written modules around an array's processing elements are left out.
/// Empty for a technology that the estimates were not fitted to. Throws Error as generate() does.
std::optional<view::Cost> estimate(const Config& config);

}  // namespace mxgen::package
