// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "sw/tensor/array.h"

namespace mxgen::tensor {

/// How the elements of a tensor fall into blocks: along one axis, or into square tiles of the last
/// two.
struct Blocking {
    int block = 1;       ///< elements; 0: the whole axis
    int axis = -1;       ///< negative: counted from the last
    bool tiles = false;  ///< one scale per block x block tile of the last two axes
};

/// A tensor seen as blocks: which elements of the C order belong to a block.
class BlockLayout {
  public:
    /// Throws Error(usage) when the tensor has no such axis, is empty, or tiles need two axes.
    BlockLayout(const Shape& shape, const Blocking& blocking);

    const Shape& scale_shape() const { return scale_shape_; }
    std::size_t blocks() const { return outer_ * down_ * across_; }

    /// Blocks of consecutive elements, block after block: a row of them, whose last may be shorter.
    struct Run {
        std::size_t elements;  ///< of the row
        std::size_t block;     ///< of a block
        std::size_t blocks;
    };
    /// Nothing where elements of a block lie apart.
    std::optional<Run> run() const {
        if (cols_ != 1) return std::nullopt;
        return Run{rows_, block_rows_, down_};
    }

    /// Calls visit(element) for the C-order index of each element of a block, the tail's few ones.
    template <typename Visit>
    void for_each(std::size_t block, Visit visit) const {
        const std::size_t across = block % across_, down = block / across_ % down_;
        const std::size_t first = block / across_ / down_ * rows_ * cols_;
        for (std::size_t row = down * block_rows_; row < std::min(rows_, (down + 1) * block_rows_);
             ++row)
            for (std::size_t col = across * block_cols_;
                 col < std::min(cols_, (across + 1) * block_cols_); ++col)
                visit(first + row * cols_ + col);
    }

  private:
    std::size_t outer_ = 1, rows_ = 1, cols_ = 1;  ///< the tensor, as outer_ matrices
    std::size_t block_rows_ = 1, block_cols_ = 1;  ///< the part of a matrix that shares a scale
    std::size_t down_ = 1, across_ = 1;            ///< blocks of a matrix
    Shape scale_shape_;
};

}  // namespace mxgen::tensor
