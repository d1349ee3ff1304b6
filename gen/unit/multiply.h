// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"
#include "sw/format/multiplier.h"

namespace mxgen::unit {

struct MultiplyOptions {
    std::string name;  ///< of the module
    Format a, b;       ///< signed floats; of one format unless the product is full
    Multiplier multiplier = {};
    bool full = false;     ///< exact: p_o is a code of full_product(a, b), without rounding
    bool saturate = true;  ///< exact: finite products stay finite; else they overflow to infinity,
                           ///< or NaN in a format without
};

/// A multiplier, exact or approximate: ports a_i, b_i, p_o; results as docs/numerics.md, "Rounding"
/// and "L-Mul". Throws ir::Error when the formats do not fit the multiplier.
ir::Module multiply(const MultiplyOptions& options);

}  // namespace mxgen::unit
