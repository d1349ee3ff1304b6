// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"

namespace mxgen::arith {

/// The Walsh-Hadamard transform of every `size` numbers (a power of two), not scaled, in natural
/// order: y_j = sum of (-1)^popcount(i & j) x_i, by additions and subtractions of two (Fino and
/// Algazi, "Unified matrix treatment of the fast Walsh-Hadamard transform", IEEE Trans. Comput.
/// C-25(11), 1976). Submodules are named after `name`.
ir::Array hadamard(ir::Module& m, const std::string& name, const ir::Array& x, unsigned size);

}  // namespace mxgen::arith
