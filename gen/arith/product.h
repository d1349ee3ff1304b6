// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/module.h"

namespace mxgen::arith {

/// Specials that a product is instead of a number; nan goes before inf.
struct ProductSpecials {
    ir::Value nan, inf;
};

/// The specials of a product of operands that tell nan, inf and zero: NaN from NaN and from 0 * Inf
/// (docs/numerics.md, "Dot product").
template <typename Operand>
ProductSpecials product_specials(const Operand& a, const Operand& b) {
    return {a.nan | b.nan | (a.inf & b.zero) | (a.zero & b.inf), a.inf | b.inf};
}

}  // namespace mxgen::arith
