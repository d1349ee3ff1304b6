// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/model/accumulate.h"
#include "sw/model/path.h"

namespace mxgen::model {

/// One side of a matrix product: `rows` vectors of `depth` codes, row-major (the rows of A; the
/// columns of B), each with ceil(depth / block) scale codes (none where the operand is unscaled).
struct Operand {
    int rows = 0;
    int depth = 0;
    std::vector<std::uint32_t> codes;
    std::vector<std::uint32_t> scales;
};

/// Accumulator codes and flags, row-major: element row * cols + col.
struct Product {
    int rows = 0;
    int cols = 0;
    std::vector<Integer> acc;
    std::vector<std::uint8_t> overflow, invalid;
};

/// Every row of a times every row of b, block after block in order of depth; a tail block is
/// shorter. `c` holds the first values (rows x cols) when the spec has an initial value. Throws
/// std::invalid_argument when shapes do not fit.
Product matmul(const DotSpec& spec, const Operand& a, const Operand& b,
               std::span<const Integer> c = {}, Path path = Path::fast);

}  // namespace mxgen::model
