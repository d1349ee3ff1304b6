// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/format/choices.h"
#include "sw/format/multiplier.h"

namespace mxgen {

/// One product: of two codes of a float, or exact in a wider one (docs/numerics.md, "L-Mul").
struct MultiplyDesign {
    BlockFormat a, b;  ///< unscaled floats
    MultiplierChoice multiplier;
    bool full = false;  ///< the exact product in a wider float
    Overflow overflow = Overflow::saturate;
};

/// The multiplier as circuit and golden model take it.
MultiplySpec multiply_spec(const MultiplyDesign& multiply);

}  // namespace mxgen
