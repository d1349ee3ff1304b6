// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/blocks.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/error.h"

namespace mxgen::tensor {
namespace {

std::size_t divide_up(std::size_t x, std::size_t y) { return (x + y - 1) / y; }

std::size_t product(const Shape& shape, std::size_t first, std::size_t last) {
    std::size_t count = 1;
    for (std::size_t i = first; i < last; ++i) count *= shape[i];
    return count;
}

/// The axis counted from the first, or an error.
std::size_t resolve_axis(const Shape& shape, int axis) {
    const int dimensions = static_cast<int>(shape.size());
    if (axis < -dimensions || axis >= dimensions)
        throw Error(Exit::usage, fmt::format("axis {}: a tensor of shape {} has axes {} to {}",
                                             axis, to_string(shape), -dimensions, dimensions - 1));
    return static_cast<std::size_t>(axis < 0 ? axis + dimensions : axis);
}

}  // namespace

BlockLayout::BlockLayout(const Shape& shape, const Blocking& blocking) : scale_shape_(shape) {
    if (shape.empty() || product(shape, 0, shape.size()) == 0)
        throw Error(Exit::usage,
                    fmt::format("shape {}: there is nothing to quantize", to_string(shape)));
    if (blocking.tiles) {
        if (shape.size() < 2)
            throw Error(Exit::usage,
                        fmt::format("shape {}: tiles need two axes", to_string(shape)));
        outer_ = product(shape, 0, shape.size() - 2);
        rows_ = shape[shape.size() - 2];
        cols_ = shape.back();
        const auto block = static_cast<std::size_t>(blocking.block);
        block_rows_ = block_cols_ = block;
        scale_shape_[shape.size() - 2] = divide_up(rows_, block);
        scale_shape_.back() = divide_up(cols_, block);
    } else {
        // A block along an axis is a column of the matrix (axis, everything after it).
        const std::size_t axis = resolve_axis(shape, blocking.axis);
        outer_ = product(shape, 0, axis);
        rows_ = shape[axis];
        cols_ = product(shape, axis + 1, shape.size());
        block_rows_ = blocking.block > 0 ? static_cast<std::size_t>(blocking.block) : rows_;
        scale_shape_[axis] = divide_up(rows_, block_rows_);
    }
    down_ = divide_up(rows_, block_rows_);
    across_ = divide_up(cols_, block_cols_);
}

}  // namespace mxgen::tensor
