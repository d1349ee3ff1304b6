// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"
#include "gen/lower/costs.h"
#include "gen/lower/goal.h"

namespace mxgen::lower {

/// One digit of a factor recoded in radix 4: (-1)^negative * (one + 2 two).
struct BoothDigit {
    ir::Value one, two, negative;
};

/// Digits of b in radix 4 (Booth, "A signed binary multiplication technique", 1951, as modified by
/// MacSorley, "High-speed arithmetic in binary computers", Proc. IRE 49(1), 1961).
unsigned booth_digits(const ir::Range& b);
BoothDigit booth_digit(const ir::Value& b, unsigned digit);

/// When the bits of a digit's row are there after both factors.
double booth_row_delay(const Delays& delays);

/// A product's bits and the adders that take them, as rows of digits or as an array of all pairs
/// of bits.
CostEstimate booth_product(const ir::Range& a, const ir::Range& b, const Costs& costs = {});
CostEstimate array_product(const ir::Range& a, const ir::Range& b, const Costs& costs = {});

}  // namespace mxgen::lower
