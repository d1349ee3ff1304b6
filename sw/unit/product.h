// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "sw/model/matmul.h"
#include "sw/unit/array.h"
#include "sw/unit/operand_pair.h"

namespace mxgen {

/// A part of an operand: some rows, and elements of each in whole blocks.
struct Window {
    int row = 0, rows = 0;
    int from = 0, depth = 0;
};

/// The part of an operand with blocks of `block`; beyond its edges it is zero, with scales of 1 or
/// of code `fill`.
model::MatrixOperand window_of(const BlockFormat& format, const model::MatrixOperand& operand,
                               const Window& window, int block,
                               std::optional<std::uint32_t> fill = std::nullopt);

/// The scale's code of what fills matrices up, where it is not 1: the smallest, where the exponents
/// of scales say which bits of a sum are kept.
std::optional<std::uint32_t> filling_scale(const DotDesign& dot);

/// Throws Error (usage) for sums of `depth` products that the design's accumulator does not take,
/// or that would have to be filled up where neither format has a zero.
void check_product(const DotDesign& dot, int depth);
void check_product(const ArrayDesign& array, int depth);

/// The operands as they pass a design: their depth filled up with zeros to whole beats and blocks
/// (with stationary weights: whole loads of them), the columns of B to whole rows of an array's
/// results. Throws Error (usage) as check_product does.
ProductOperands padded_product(const DotDesign& dot, const ProductOperands& operands);
ProductOperands padded_product(const ArrayDesign& array, const ProductOperands& operands);

/// The numbers of the blocks before which sums double, of operands filled up to whole blocks.
std::set<std::size_t> rescaled_blocks(const ProductOperands& operands, int block);

/// The results of a product as they leave a design, without its padding.
struct DesignProduct {
    int rows = 0, cols = 0;
    std::vector<model::ExactValue> values;  ///< row-major: codes times their scales
    std::size_t flagged = 0;  ///< sums that overflowed or met a special, blocks that lost NaN
};

/// The product by the golden model, as a design without run-time modes gives it: bit for bit what
/// leaves it. Throws Error (usage) as padded_product does.
DesignProduct design_product(const DotDesign& dot, const ProductOperands& operands);
DesignProduct design_product(const ArrayDesign& array, const ProductOperands& operands);

}  // namespace mxgen
