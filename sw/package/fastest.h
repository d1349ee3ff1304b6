// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// A configuration with `[timing] period_ns = "fastest"` in numbers, by the estimates of the
/// target: the shortest period that registers can meet, rounded up to three digits, and where none
/// is given the count of sums that take turns that permits it. Of counts whose periods differ by
/// less than the estimates can tell, the one whose circuit is smallest. Others as they are. Its
/// name stays. Throws Error as generate() does.
Config settled(const Config& config, const view::Target& target);

}  // namespace mxgen::package
