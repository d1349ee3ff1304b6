// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "sw/unit/stimulus.h"

namespace mxgen {

// Whatever unit a design is: drivers of these name none.

/// "dot", "array", ...
std::string_view unit_name(const UnitDesign& design);

/// The ports of its top module but clock and reset; formats and places of codes are those of a
/// run-time mode. `has_valid`: it was asked for registers, so that valid goes along.
std::vector<Port> ports_of(const UnitDesign& design, bool has_valid, std::size_t mode = 0);

/// How its blocks enter.
BeatShape beats_of(const UnitDesign& design);

std::unique_ptr<Golden> golden_of(const UnitDesign& design);
Stimulus stimulus_of(const UnitDesign& design, const StimulusOptions& options);
Stimulus examples_of(const UnitDesign& design);

/// Throws Error (usage) for a unit that multiplies no matrices.
Stimulus product_stimulus(const UnitDesign& design, const std::vector<ProductOperands>& products);

}  // namespace mxgen
