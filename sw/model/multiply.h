// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/format/multiplier.h"
#include "sw/model/round.h"
#include "sw/model/value.h"

namespace mxgen::model {

/// The product of two values as a lane of a dot product sees it: exponent unbounded both ways,
/// nothing saturates or flushes but subnormal operands (docs/numerics.md, "L-Mul"). Approximate
/// multipliers take two values of one floating format, of which `a` and `b` are the same.
ExactValue product(const Multiplier& multiplier, const Format& a, const Format& b,
                   const ExactValue& x, const ExactValue& y);

/// The exponent of a finite nonzero product as the hardware has it before it is normalized: the sum
/// of the operands' (of the smallest normal number's for subnormals of an exact multiplier); packed
/// and rounded: the product's own.
int product_exponent(const Multiplier& multiplier, const Format& a, const Format& b,
                     const ExactValue& x, const ExactValue& y);

/// The code of a product. Exact: rounded once to nearest-even, with gradual underflow. Approximate:
/// truncated to m bits, below the smallest normal number a zero, beyond the largest one that. NaN
/// is positive and quiet. Throws std::invalid_argument when the operands' formats do not fit the
/// multiplier.
Integer multiply(const MultiplySpec& spec, std::uint32_t a, std::uint32_t b);

}  // namespace mxgen::model
