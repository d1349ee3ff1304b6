// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sw/unit/array.h"
#include "sw/unit/interface.h"

namespace mxgen {

/// A matrix product on an array: C (rows x cols) = A (rows x depth) B (depth x cols).
struct ProductShape {
    std::uint64_t rows = 1, depth = 1, cols = 1;

    bool operator==(const ProductShape&) const = default;
};

/// What a matrix unit works on at once, of a product of matrices.
struct MatrixTile {
    std::uint64_t rows = 1, depth = 1, cols = 1;
    bool weights_stay = false;  ///< depth x cols of B stay while all rows of A pass and their sums
                                ///< go on; else rows x cols sums stay while the whole depth passes
};

/// How long an array takes when nobody makes it wait: a tile is a part of C as large as the array
/// (output-stationary), or all rows of A that meet one load of weights (weight-stationary).
struct ArrayCycles {
    std::uint64_t tiles = 0;
    std::uint64_t beats = 0;     ///< of A per tile
    std::uint64_t interval = 0;  ///< cycles from one tile to the next, unless that waits for sums
    std::uint64_t total = 0;     ///< from the first beat on offer to the last row that has left
    double utilisation = 0;      ///< multiply-accumulates of the product by those of all lanes in
                                 ///< all cycles
};

/// A product in parts, between which the array drains.
struct Pieces {
    std::uint64_t count = 1;
    std::uint64_t going_on = 0;  ///< of them, those that start from sums of the one before
};

/// Of an array with this interface, in one of its run-time modes where it has them. Passes of
/// stationary weights that go on from another's sums wait for them to leave, and take each a cycle
/// later.
ArrayCycles product_cycles(const ArrayDesign& array, const Interface& interface,
                           const ProductShape& product, const Pieces& pieces = {});

/// One product after the other; beats and interval are those of the second.
ArrayCycles operator+(const ArrayCycles& x, const ArrayCycles& y);

}  // namespace mxgen
