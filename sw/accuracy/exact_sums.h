// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/model/matmul.h"

namespace mxgen::accuracy {

/// Exact sums of the products of every row of a with every row of b under their blocks' scales,
/// row-major; the products are those of the spec's multiplier. Specials as in ExactValue.
std::vector<model::ExactValue> exact_sums(const model::DotSpec& spec, const model::MatrixOperand& a,
                                          const model::MatrixOperand& b);

}  // namespace mxgen::accuracy
