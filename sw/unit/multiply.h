// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/format/choices.h"
#include "sw/format/multiplier.h"
#include "sw/unit/beat.h"
#include "sw/unit/golden.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

class Unit;

/// One product: of two codes of a float, or exact in a wider one (docs/numerics.md, "L-Mul").
struct MultiplyDesign {
    BlockFormat a, b;  ///< unscaled floats
    MultiplierChoice multiplier;
    bool full = false;  ///< the exact product in a wider float
    Overflow overflow = Overflow::saturate;

    BeatShape beats() const { return {}; }
};

/// The multiplier as circuit and golden model take it.
MultiplySpec multiply_spec(const MultiplyDesign& multiply);

/// The parts that UnitOf takes: the ports of its top module but clock and reset, its golden model,
/// its stimulus and the beats of a package's bench (sw/unit/unit.h).
std::vector<Port> ports_of(const MultiplyDesign& multiply, bool has_valid, std::size_t mode = 0);
std::unique_ptr<Golden> golden_of(const MultiplyDesign& multiply);
Stimulus stimulus_of(const MultiplyDesign& multiply, const StimulusOptions& options);
Stimulus examples_of(const MultiplyDesign& multiply);

/// The unit as an object.
const Unit& multiply_unit();

}  // namespace mxgen
