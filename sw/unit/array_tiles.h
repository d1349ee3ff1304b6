// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "sw/unit/array.h"
#include "sw/unit/product.h"

namespace mxgen {

/// The operands of one tile: as many rows as the array has rows, and columns. With stationary
/// weights b is what they are, the rows of a are the vectors that meet them, and `c` is what each
/// sum starts from, row by row.
struct Tile {
    model::MatrixOperand a, b;
    std::vector<Integer> c = {};
    bool goes_on = false;  ///< `c` are the sums of the tile before
};

/// A source of tiles; empty at the end.
using Tiles = std::function<std::optional<Tile>()>;

/// Every corner code of a against every corner code of b in every lane, and specials beside
/// specials, each in a processing element of its own as far as the array has places.
Tiles corner_tiles(const ArrayDesign& array);

/// Weighted random tiles with at least `results` results.
Tiles random_tiles(const ArrayDesign& array, std::uint64_t seed, std::uint64_t results);

/// The tiles of a whole product, row of tiles by row of tiles, padded with zeros at the edges. With
/// stationary weights column by column, all rows in a tile; what one load of weights does not cover
/// of the depth goes on from the sums of the tile before, which must be told.
class ProductTiles {
  public:
    /// Throws Error (usage) as padded_product does.
    ProductTiles(const ArrayDesign& array, const ProductOperands& operands);

    std::optional<Tile> next();

    /// The sums of the last tile, row by row.
    void answer(std::vector<Integer> sums) { sums_ = std::move(sums); }

  private:
    std::optional<Tile> next_output_tile();
    std::optional<Tile> next_weight_tile();
    model::MatrixOperand window(const BlockFormat& format, const model::MatrixOperand& operand,
                                const Window& part) const;

    ArrayDesign array_;
    ProductOperands operands_;
    int row_ = 0, col_ = 0, depth_ = 0;  ///< of the next tile
    std::vector<Integer> sums_;
};

}  // namespace mxgen
