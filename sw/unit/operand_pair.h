// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/format/choices.h"
#include "sw/format/format.h"
#include "sw/format/rotation.h"
#include "sw/model/matmul.h"

namespace mxgen {

/// The formats of two operands that meet.
struct Operands {
    BlockFormat a, b;
};

/// The two sides of a matrix product: the rows of A and the columns of B. Where the depth falls
/// into groups, the sum doubles before each but the first.
struct ProductOperands {
    model::MatrixOperand a, b;
    std::vector<int> groups = {};  ///< elements of each, the depth in all; none: a single one
};

/// How tensors become operands.
struct DataRule {
    ConvertRule rule = {};
    Clip clip = Clip::symmetric;
    Rotation rotation = {};     ///< of A along its rows; B's columns take its counterpart
    int residual_channels = 0;  ///< columns of A whose residuals stand behind them; B's rows twice
};

}  // namespace mxgen
