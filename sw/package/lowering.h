// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/lower/goal.h"
#include "gen/unit/array.h"
#include "gen/view/schedule.h"
#include "sw/config/config.h"

namespace mxgen::package {

unit::ArrayOptions array_options(const Config& config);

/// The configured unit before lowering; of an array its dot product.
ir::Module unit_of(const Config& config);

/// What `timing.optimise` asks for.
Goal goal_of(const Config& config);

/// Whether sums become compressor cells: `timing.lowering`, and on its own where the technology
/// has such cells.
bool is_compressed(const Config& config);

/// The fitted data of the configured technology; where only the ratios between operations count,
/// which vary little, those of osu018. Throws ir::Error for a period in an unknown technology.
const view::Target& target_of(const Config& config);

/// A unit lowered, with pipeline registers where the configuration asks for them.
view::Scheduled scheduled(const Config& config, const ir::Module& unit);

}  // namespace mxgen::package
