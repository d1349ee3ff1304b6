// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"
#include "sw/format/multiplier.h"

namespace mxgen::unit {

/// A multiplier, exact or approximate: ports a_i, b_i, p_o; results as docs/numerics.md, "Rounding"
/// and "L-Mul". Throws ir::CircuitError when the formats do not fit the multiplier.
ir::Module multiply(const std::string& name, const MultiplySpec& spec);

}  // namespace mxgen::unit
