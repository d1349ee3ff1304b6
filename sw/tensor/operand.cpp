// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/operand.h"

#include <fmt/format.h>

#include "sw/support/error.h"

namespace mxgen::tensor {
namespace {

void check(const Quantized& q, int axis) {
    const int blocked = q.blocking.axis < 0 ? q.blocking.axis + 2 : q.blocking.axis;
    const bool fits = q.scales.empty() || (!q.blocking.tiles && blocked == axis);
    if (q.shape.size() != 2 || !fits)
        throw Error(Exit::usage, fmt::format("a matrix product needs a matrix with blocks along "
                                             "axis {}, not shape {}",
                                             axis, to_string(q.shape)));
}

std::vector<std::uint32_t> transposed(const std::vector<std::uint32_t>& matrix,
                                      const Shape& shape) {
    std::vector<std::uint32_t> out;
    out.reserve(matrix.size());
    for (std::size_t col = 0; col < shape[1] && !matrix.empty(); ++col)
        for (std::size_t row = 0; row < shape[0]; ++row)
            out.push_back(matrix[row * shape[1] + col]);
    return out;
}

}  // namespace

model::MatrixOperand rows_of(const Quantized& a) {
    check(a, 1);
    return {static_cast<int>(a.shape[0]), static_cast<int>(a.shape[1]), a.codes, a.scales};
}

model::MatrixOperand columns_of(const Quantized& b) {
    check(b, 0);
    return {static_cast<int>(b.shape[1]), static_cast<int>(b.shape[0]),
            transposed(b.codes, b.shape),
            b.scales.empty() ? b.scales : transposed(b.scales, b.scale_shape)};
}

}  // namespace mxgen::tensor
