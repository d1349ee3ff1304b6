// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/array_tiles.h"

#include <algorithm>

#include "sw/unit/codes.h"

namespace mxgen {

namespace {

/// Each row its own corner code, all in the same lane; `index` counts groups of rows.
void put_corners(model::MatrixOperand& operand, const Codes& corners, std::size_t index, int lane) {
    for (int row = 0; row < operand.rows; ++row)
        operand.codes[static_cast<std::size_t>(row) * operand.depth + lane] =
            corners[(index * operand.rows + row) % corners.size()];
}

/// Rows of A in whole rounds of those that take turns.
int whole_rounds(const ArrayDesign& array, int rows) {
    const int turns = array.dot.interleave;
    return (rows + turns - 1) / turns * turns;
}

std::size_t groups(const Codes& corners, int rows) { return (corners.size() + rows - 1) / rows; }

/// The depth of a tile: that of the weights, or `steps` results deep.
int depth_of(const ArrayDesign& array, int steps) {
    return array.is_weight_stationary() ? depth_per_pass(array)
                                        : steps * array.dot.beats().products();
}

Tile quiet_tile(const ArrayDesign& array, int rows, int steps) {
    const int block = array.dot.a.block, depth = depth_of(array, steps);
    return {window_of(array.dot.a, {}, {0, rows, 0, depth}, block),
            window_of(array.dot.b, {}, {0, array.tile_cols(), 0, depth}, block)};
}

/// The first value of a random sum: often zero.
std::vector<Integer> first_values(const FirstValues& first, Random& random, std::size_t count) {
    std::vector<Integer> values(count);
    if (random() % 2) return values;
    for (Integer& value : values) value = first(random);
    return values;
}

void draw(model::MatrixOperand& operand, const BlockSource& source, Random& random, bool specials,
          int block) {
    const std::span<std::uint32_t> codes(operand.codes);
    for (std::size_t i = 0; i < codes.size() / block; ++i)
        source.elements(random, specials, codes.subspan(i * block, block));
    for (std::uint32_t& scale : operand.scales) scale = source.scale(random, specials);
}

}  // namespace

Tiles corner_tiles(const ArrayDesign& array) {
    auto a = corner_codes(array.dot.a.element), b = corner_codes(array.dot.b.element);
    if (!array.dot.accumulator.is_float()) {
        for (const std::uint32_t code : special_codes(array.dot.a.element)) std::erase(a, code);
        for (const std::uint32_t code : special_codes(array.dot.b.element)) std::erase(b, code);
    }
    const bool weights = array.is_weight_stationary();
    // Vectors enough for every corner, where their number is free.
    const int rows = weights ? whole_rounds(array, static_cast<int>(a.size())) : array.rows;
    const int cols = array.tile_cols();
    const std::size_t lanes = array.dot.beats().products();
    const std::size_t count = lanes * groups(a, rows) * groups(b, cols);
    auto index = std::make_shared<std::size_t>(0);
    return [=]() -> std::optional<Tile> {
        if (*index >= count) return std::nullopt;
        std::size_t rest = (*index)++;
        // Rows of weights take turns: their elements are all alike.
        const std::size_t row = weights ? rest % array.rows : 0;
        const int lane = static_cast<int>(row * lanes + rest % lanes);
        rest /= lanes;
        Tile tile = quiet_tile(array, rows, 1);
        put_corners(tile.a, a, rest % groups(a, rows), lane);
        put_corners(tile.b, b, rest / groups(a, rows), lane);
        if (weights) tile.c.resize(static_cast<std::size_t>(rows) * cols);
        return tile;
    };
}

Tiles random_tiles(const ArrayDesign& array, std::uint64_t seed, std::uint64_t results) {
    struct State {
        BlockSource a, b;
        FirstValues first;
        Random random;
        std::uint64_t left;
    };
    auto state = std::make_shared<State>(State{BlockSource(array.dot.a), BlockSource(array.dot.b),
                                               FirstValues(array.dot), Random(seed), results});
    const BeatShape shape = array.dot.beats();
    const bool weights = array.is_weight_stationary();
    const int max_steps = weights ? 100 : std::max(1, array.dot.blocks / shape.blocks_per_step());
    return [=]() -> std::optional<Tile> {
        if (state->left == 0) return std::nullopt;
        Random& random = state->random;
        const int typical = std::min(max_steps, 12), rare = std::min(max_steps, 100);
        const int steps = 1 + static_cast<int>(random() % (random() % 32 ? typical : rare));
        const bool specials = array.dot.accumulator.is_float() && random() % 4 == 0;
        const int rows = weights ? whole_rounds(array, steps) : array.rows;
        const std::uint64_t made = static_cast<std::uint64_t>(rows) * array.tile_cols();
        state->left -= std::min(state->left, made);
        Tile tile = quiet_tile(array, rows, steps);
        draw(tile.a, state->a, random, specials, shape.block);
        draw(tile.b, state->b, random, specials && random() % 2, shape.block);
        if (weights) tile.c = first_values(state->first, random, made);
        return tile;
    };
}

ProductTiles::ProductTiles(const ArrayDesign& array, const ProductOperands& operands)
    : array_(array), operands_(padded_product(array, operands)) {}

std::optional<Tile> ProductTiles::next() {
    return array_.is_weight_stationary() ? next_weight_tile() : next_output_tile();
}

model::MatrixOperand ProductTiles::window(const BlockFormat& format,
                                          const model::MatrixOperand& operand,
                                          const Window& part) const {
    return window_of(format, operand, part, array_.dot.a.block, filling_scale(array_.dot));
}

std::optional<Tile> ProductTiles::next_output_tile() {
    const auto &a = operands_.a, &b = operands_.b;
    if (row_ >= a.rows) return std::nullopt;
    Tile tile{window(array_.dot.a, a, {row_, array_.rows, 0, a.depth}),
              window(array_.dot.b, b, {col_, array_.tile_cols(), 0, b.depth})};
    col_ += array_.tile_cols();
    if (col_ >= b.rows) {
        col_ = 0;
        row_ += array_.rows;
    }
    return tile;
}

std::optional<Tile> ProductTiles::next_weight_tile() {
    const auto &a = operands_.a, &b = operands_.b;
    const int deep = depth_per_pass(array_);
    if (col_ >= b.rows) return std::nullopt;
    const int rows = whole_rounds(array_, a.rows);
    if (depth_ == 0) sums_.assign(static_cast<std::size_t>(rows) * array_.cols, 0);
    Tile tile{window(array_.dot.a, a, {0, rows, depth_, deep}),
              window(array_.dot.b, b, {col_, array_.cols, depth_, deep}), sums_, depth_ > 0};
    depth_ += deep;
    if (depth_ >= a.depth) {
        depth_ = 0;
        col_ += array_.cols;
    }
    return tile;
}

}  // namespace mxgen
