// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/circuit.h"

namespace mxgen::ir {

/// The circuit as text to read, a line for each node, instance and output, without submodules:
///
///     module child: One more.
///     %0 input x_i [0, 15]
///     %1 constant [1, 1] = 1
///     %2 sum [1, 16] +%0 +%1
///     output y_o %2
///
/// A node is numbered by its id; behind operation, name and range (an array's length after x) stand
/// arguments, bits or elements as hi..lo, and the reset of a control value.
std::string dump(const Circuit& circuit);

}  // namespace mxgen::ir
