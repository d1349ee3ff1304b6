// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "sim/shape.h"
#include "sim/stimulus.h"
#include "sim/workload.h"
#include "sw/model/matmul.h"

namespace mxgen::sim {

/// The operands of one tile: as many rows as the array has rows, and columns.
struct Tile {
    model::Operand a, b;
};

/// A source of tiles; empty at the end.
using Tiles = std::function<std::optional<Tile>()>;

/// Every corner code of a against every corner code of b in every lane, and specials beside
/// specials, each in a PE of its own as far as the array has places.
Tiles corner_tiles(const Config& config);

/// Weighted random tiles with at least `results` results.
Tiles random_tiles(const Config& config, std::uint64_t seed, std::uint64_t results);

/// The tiles of a whole product, row of tiles by row of tiles, padded with zeros at the edges.
Tiles product_tiles(const Config& config, model::Operand a, model::Operand b);

/// Tiles for an output-stationary array, golden products in bulk.
class ArrayWorkload : public Workload {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::uint64_t vectors = 100000;  ///< random results
    };

    ArrayWorkload(const Config& config, const Options& options);

    /// The product of two matrices instead.
    ArrayWorkload(const Config& config, model::Operand a, model::Operand b);

    bool next(Batch& batch) override;
    std::string explain(const Batch& batch, std::size_t record, const Beats& got) const override;
    int results_a_record() const override { return config_.array.cols; }
    std::uint64_t macs() const override { return macs_; }

  private:
    struct Phase {
        std::string kind;
        Tiles tiles;
    };

    void append(Batch& batch, const Tile& tile);
    void append_expected(Batch& batch, const Tile& tile);

    Config config_;
    Shape shape_;
    model::DotSpec spec_;
    std::vector<Phase> phases_;
    std::size_t phase_ = 0;
    std::vector<Tile> tiles_;  ///< of the last batch
    std::uint64_t macs_ = 0;
};

}  // namespace mxgen::sim
