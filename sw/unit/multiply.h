// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/format/choices.h"
#include "sw/format/multiplier.h"
#include "sw/unit/beat.h"
#include "sw/unit/port.h"

namespace mxgen {

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

/// The ports of the unit but clock and reset.
std::vector<Port> multiply_ports(const MultiplyDesign& multiply);

}  // namespace mxgen
