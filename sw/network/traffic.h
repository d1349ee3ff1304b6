// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "sw/format/format.h"
#include "sw/unit/cycles.h"

namespace mxgen::network {

/// Bytes of a matrix whose rows (or columns) of `depth` elements are in a format: its bits, and
/// those of a scale for each block. Tensor scales do not count.
double matrix_bytes(const BlockFormat& format, std::uint64_t vectors, std::uint64_t depth);

/// Bytes of the matrices of a product, and of a sum that is under way.
struct MatrixBytes {
    double a = 0, b = 0, c = 0;
    double sum = 4;
};

/// Bytes that cross an edge of the chip or of its buffer.
struct Traffic {
    double a = 0, b = 0, c = 0;
    std::string order;  ///< what stays while the rest streams: "rows of A"

    double total() const { return a + b + c; }
};

/// Between memory and a buffer that holds two of what it holds, one of them being filled: of three
/// loop orders, keeping rows of A, columns of B or sums, the one that moves the fewest bytes, with
/// what stays as large as fits. `buffer`: bytes; 0: as large as it takes, each matrix moves once.
/// Throws Error (usage) where not even a tile of sums and a block's operands fit.
Traffic memory_traffic(const ProductShape& product, const MatrixTile& tile,
                       const MatrixBytes& bytes, std::uint64_t buffer);

/// Between the buffer and the design, which keeps its tile alone.
Traffic buffer_traffic(const ProductShape& product, const MatrixTile& tile,
                       const MatrixBytes& bytes);

}  // namespace mxgen::network
