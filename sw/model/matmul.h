// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// One side of a matrix product: `rows` vectors of `depth` codes, row-major (the rows of A; the
/// columns of B), each with ceil(depth / block) scale codes (none where the operand is unscaled).
struct MatrixOperand {
    int rows = 0;
    int depth = 0;
    std::vector<std::uint32_t> codes;
    std::vector<std::uint32_t> scales;
};

/// Accumulator codes and flags, row-major: element row * cols + col.
struct MatrixProduct {
    int rows = 0;
    int cols = 0;
    std::vector<Integer> acc;
    std::vector<std::uint8_t> overflow, invalid;
};

/// The blocks of a vector of the operand's depth.
std::size_t block_count(const MatrixOperand& operand, int block);

/// Throws std::invalid_argument when codes or scales are not as many as rows and depth ask for, the
/// depths differ, or `c` is not one value for each result of a spec with an initial value.
void check_shapes(const DotSpec& spec, const MatrixOperand& a, const MatrixOperand& b,
                  std::span<const Integer> c);

/// Every row of a times every row of b, block after block in order of depth; a tail block is
/// shorter. `c` holds the first values (rows x cols) when the spec has an initial value; before the
/// blocks of the numbers `rescaled` sums are doubled. Throws std::invalid_argument as
/// check_shapes() does.
MatrixProduct matmul(const DotSpec& spec, const MatrixOperand& a, const MatrixOperand& b,
                     std::span<const Integer> c = {}, const std::set<std::size_t>& rescaled = {});

}  // namespace mxgen::model
