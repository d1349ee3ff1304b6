// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// A configuration with what its clock period leaves to the estimates of the target; its name
/// stays.
///
/// `period_ns = "fastest"` becomes the shortest period that registers can meet, rounded up to three
/// digits, and where no count of sums that take turns is given the count that permits it. Of counts
/// whose periods differ by less than the estimates can tell, the one whose circuit is smallest.
///
/// `optimise = "energy"` sets the stages that meet the period: so many that a beat of random codes
/// takes the least energy. More stages stop glitches and hold more bits.
///
/// Others are as they are. Throws Error as generate() does.
Config settled(const Config& config, const view::Target& target);

}  // namespace mxgen::package
