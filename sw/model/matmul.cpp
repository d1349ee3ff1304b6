// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <algorithm>
#include <stdexcept>

#include "sw/model/dot.h"

namespace mxgen::model {
namespace {

struct CodedBlock {
    std::span<const std::uint32_t> codes;
    std::uint32_t scale;
};

CodedBlock block_of(const MatrixOperand& operand, int row, std::size_t index, int block) {
    const auto vector = static_cast<std::size_t>(row),
               depth = static_cast<std::size_t>(operand.depth);
    const auto size = static_cast<std::size_t>(block), first = index * size;
    const std::size_t scale = vector * block_count(operand, block) + index;
    return {std::span(operand.codes).subspan(vector * depth + first, std::min(size, depth - first)),
            operand.scales.empty() ? 0 : operand.scales[scale]};
}

void check_operand(const BlockFormat& format, const MatrixOperand& operand, int block) {
    const auto rows = static_cast<std::size_t>(operand.rows);
    const bool codes_fit = operand.codes.size() == rows * static_cast<std::size_t>(operand.depth);
    const bool scales_fit =
        !format.scale || operand.scales.size() == rows * block_count(operand, block);
    if (!codes_fit || !scales_fit)
        throw std::invalid_argument("an operand needs rows x depth codes and a scale per block");
}

}  // namespace

std::size_t block_count(const MatrixOperand& operand, int block) {
    return static_cast<std::size_t>((operand.depth + block - 1) / block);
}

void check_shapes(const DotSpec& spec, const MatrixOperand& a, const MatrixOperand& b,
                  std::span<const Integer> c) {
    check_operand(spec.a, a, block_size(spec));
    check_operand(spec.b, b, block_size(spec));
    const std::size_t results = static_cast<std::size_t>(a.rows) * static_cast<std::size_t>(b.rows);
    if (a.depth != b.depth || (spec.initial && c.size() != results))
        throw std::invalid_argument("operands need one depth, and first values for every result");
}

MatrixProduct matmul(const DotSpec& spec, const MatrixOperand& a, const MatrixOperand& b,
                     std::span<const Integer> c, const std::set<std::size_t>& rescaled) {
    check_shapes(spec, a, b, c);
    const int block = block_size(spec);
    MatrixProduct product{a.rows, b.rows, {}, {}, {}};
    Dot dot(spec);
    for (int row = 0; row < a.rows; ++row) {
        for (int col = 0; col < b.rows; ++col) {
            dot.start(spec.initial ? c[product.acc.size()] : Integer(0));
            for (std::size_t index = 0; index < block_count(a, block); ++index) {
                const auto x = block_of(a, row, index, block), y = block_of(b, col, index, block);
                if (rescaled.contains(index)) dot.rescale();
                dot.add(x.codes, x.scale, y.codes, y.scale);
            }
            product.acc.push_back(dot.acc());
            product.overflow.push_back(dot.overflow());
            product.invalid.push_back(dot.invalid());
        }
    }
    return product;
}

}  // namespace mxgen::model
