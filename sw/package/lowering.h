// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"
#include "gen/lower/choice.h"
#include "gen/view/schedule.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// Whether sums become compressor cells: `timing.lowering`, and on its own where the technology
/// has such cells.
bool is_compressed(const Config& config, const view::Target& target);

/// The fitted data of the configured technology; where only the ratios between operations count,
/// which vary little, those of osu018. Throws ir::CircuitError for a period in an unknown
/// technology.
const view::Target& target_of(const Config& config);

/// A unit lowered for the target and the configured goal, and the choices made. For `delay` and a
/// library that was read the plain form where that is estimated to be as fast: adder cells are
/// never chosen that make a circuit slower.
lower::Lowered lowered(const Config& config, const view::Target& target, const ir::Module& unit);

/// A unit lowered, with pipeline registers where the configuration asks for them.
view::Scheduled scheduled(const Config& config, const view::Target& target, const ir::Module& unit);
view::Scheduled scheduled(const Config& config, const view::Target& target,
                          const lower::Lowered& unit);

/// A unit with sums and products left to + and *.
lower::Lowered lowered_plain(const Config& config, const ir::Module& unit);

/// The same, of the latency given: stages are as short as the target's single operations permit.
std::shared_ptr<const ir::Circuit> scheduled_plain(const Config& config, const view::Target& target,
                                                   const ir::Module& unit, unsigned latency);

}  // namespace mxgen::package
