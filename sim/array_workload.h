// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "sim/shape.h"
#include "sim/stimulus.h"
#include "sim/workload.h"
#include "sw/config/modes.h"
#include "sw/config/product.h"
#include "sw/config/result.h"
#include "sw/model/matmul.h"

namespace mxgen::sim {

/// The operands of one tile: as many rows as the array has rows, and columns. With stationary
/// weights b is what they are, the rows of a are the vectors that meet them, and `c` is what each
/// sum starts from, row by row.
struct Tile {
    model::Operand a, b;
    std::vector<Integer> c = {};
    std::optional<model::Product> product = {};  ///< where the source needed it itself
    bool goes_on = false;                        ///< `c` are the sums of the tile before
};

/// A source of tiles; empty at the end.
using Tiles = std::function<std::optional<Tile>()>;

/// Every corner code of a against every corner code of b in every lane, and specials beside
/// specials, each in a PE of its own as far as the array has places.
Tiles corner_tiles(const Config& config);

/// Weighted random tiles with at least `results` results.
Tiles random_tiles(const Config& config, std::uint64_t seed, std::uint64_t results);

/// The tiles of a whole product, row of tiles by row of tiles, padded with zeros at the edges. With
/// stationary weights column by column, all rows a tile; what one load of weights does not cover of
/// the depth goes on from the sums of the tile before. Throws Error (usage) as padded_product does.
Tiles product_tiles(const Config& config, const ProductOperands& operands);

/// Tiles for an array in each of its run-time modes, golden products in bulk.
class ArrayWorkload : public Workload {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::uint64_t vectors = 100000;   ///< random results
        std::uint64_t corners_every = 1;  ///< 1: all corners; n: one of n
    };

    ArrayWorkload(const Config& config, const Options& options);

    /// Products of two matrices instead, one for each run-time mode, in pieces of whole tiles: a
    /// new one when a piece has more than so many bytes.
    ArrayWorkload(const Config& config, const std::vector<ProductOperands>& products,
                  std::size_t piece_bytes);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    int results_a_record() const override { return config_.array.cols; }
    std::uint64_t macs() const override { return macs_; }

  private:
    struct Phase {
        std::string kind;
        Tiles tiles;
        std::size_t mode = 0;
        std::size_t most_bytes = 0;  ///< of a batch; none: a few thousand beats
    };

    bool is_full(const Batch& batch) const;
    void append(Batch& batch, const Tile& tile);
    void append_weights(Batch& batch, const Tile& tile) const;
    void append_vectors(Batch& batch, const Tile& tile) const;
    void append_expected(Batch& batch, const Tile& tile);
    std::string operands_text(const Tile& tile, int row, int col) const;
    std::string result_text(const Beats& beats, std::size_t record, int col) const;
    const RuntimeMode& mode() const { return modes_[phases_[phase_].mode]; }

    Config config_;
    std::vector<RuntimeMode> modes_;
    bool weights_;
    std::vector<Phase> phases_;
    std::size_t phase_ = 0;
    std::vector<Tile> tiles_;           ///< of the last batch
    std::vector<std::size_t> tile_of_;  ///< each of its records
    std::uint64_t macs_ = 0;
};

}  // namespace mxgen::sim
