// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "sim/array_workload.h"
#include "sw/config/cycles.h"
#include "sw/config/dot.h"
#include "sw/config/product.h"

namespace mxgen::sim {

namespace {

/// Each row its own corner code, all in the same lane; `index` counts groups of rows.
void put_corners(model::Operand& operand, const Codes& corners, std::size_t index, int lane) {
    for (int row = 0; row < operand.rows; ++row)
        operand.codes[static_cast<std::size_t>(row) * operand.depth + lane] =
            corners[(index * operand.rows + row) % corners.size()];
}

std::size_t groups(const Codes& corners, int rows) { return (corners.size() + rows - 1) / rows; }

/// The depth of a tile: that of the weights, or `steps` results deep.
int depth_of(const Config& config, int steps) {
    return is_weight_stationary(config) ? depth_a_pass(config) : steps * Shape(config).products();
}

Tile quiet_tile(const Config& config, int rows, int steps) {
    const int block = Shape(config).block, depth = depth_of(config, steps);
    return {window_of(config.a, {}, {0, rows, 0, depth}, block),
            window_of(config.b, {}, {0, config.array.cols, 0, depth}, block)};
}

/// What random sums start from: often nothing.
std::vector<Integer> first_values(const FirstValues& first, Random& random, std::size_t count) {
    std::vector<Integer> values(count);
    if (random() % 2) return values;
    for (Integer& value : values) value = first(random);
    return values;
}

void draw(model::Operand& operand, const BlockSource& source, Random& random, bool specials,
          int block) {
    const std::span<std::uint32_t> codes(operand.codes);
    for (std::size_t i = 0; i < codes.size() / block; ++i)
        source.elements(random, specials, codes.subspan(i * block, block));
    for (std::uint32_t& scale : operand.scales) scale = source.scale(random, specials);
}

}  // namespace

Tiles corner_tiles(const Config& config) {
    auto a = corner_codes(config.a.element), b = corner_codes(config.b.element);
    if (!takes_specials(config.dot.accumulator)) {
        for (const std::uint32_t code : special_codes(config.a.element)) std::erase(a, code);
        for (const std::uint32_t code : special_codes(config.b.element)) std::erase(b, code);
    }
    const bool weights = is_weight_stationary(config);
    // Vectors enough for every corner, where their number is free.
    const int rows = weights ? static_cast<int>(a.size()) : config.array.rows;
    const int cols = config.array.cols;
    const std::size_t lanes = Shape(config).products();
    const std::size_t count = lanes * groups(a, rows) * groups(b, cols);
    auto index = std::make_shared<std::size_t>(0);
    return [=]() -> std::optional<Tile> {
        if (*index >= count) return std::nullopt;
        std::size_t rest = (*index)++;
        // Rows of weights take turns: their elements are all alike.
        const std::size_t row = weights ? rest % config.array.rows : 0;
        const int lane = static_cast<int>(row * lanes + rest % lanes);
        rest /= lanes;
        Tile tile = quiet_tile(config, rows, 1);
        put_corners(tile.a, a, rest % groups(a, rows), lane);
        put_corners(tile.b, b, rest / groups(a, rows), lane);
        if (weights) tile.c.resize(static_cast<std::size_t>(rows) * cols);
        return tile;
    };
}

Tiles random_tiles(const Config& config, std::uint64_t seed, std::uint64_t results) {
    struct State {
        BlockSource a, b;
        FirstValues first;
        Random random;
        std::uint64_t left;
    };
    auto state = std::make_shared<State>(State{BlockSource(config.a), BlockSource(config.b),
                                               FirstValues(config), Random(seed), results});
    const Shape shape(config);
    const bool weights = is_weight_stationary(config);
    const int longest = weights ? 100 : std::max(1, config.dot.blocks / shape.blocks_a_step);
    return [=]() -> std::optional<Tile> {
        if (state->left == 0) return std::nullopt;
        Random& random = state->random;
        const int usual = std::min(longest, 12), rare = std::min(longest, 100);
        const int steps = 1 + static_cast<int>(random() % (random() % 32 ? usual : rare));
        const bool specials = takes_specials(config.dot.accumulator) && random() % 4 == 0;
        const int rows = weights ? steps : config.array.rows;
        const std::uint64_t made = static_cast<std::uint64_t>(rows) * config.array.cols;
        state->left -= std::min(state->left, made);
        Tile tile = quiet_tile(config, rows, steps);
        draw(tile.a, state->a, random, specials, shape.block);
        draw(tile.b, state->b, random, specials && random() % 2, shape.block);
        if (weights) tile.c = first_values(state->first, random, made);
        return tile;
    };
}

namespace {

/// Where a product has come to.
struct Place {
    int row = 0, col = 0, depth = 0;
};

Tiles output_tiles(const Config& config, const ProductOperands& operands) {
    const auto [rows, cols] = std::pair(config.array.rows, config.array.cols);
    const int block = Shape(config).block;
    auto next = std::make_shared<Place>();
    return [=]() -> std::optional<Tile> {
        const auto& [a, b] = operands;
        auto& [row, col, depth] = *next;
        if (row >= a.rows) return std::nullopt;
        Tile tile{window_of(config.a, a, {row, rows, 0, a.depth}, block),
                  window_of(config.b, b, {col, cols, 0, b.depth}, block)};
        col += cols;
        if (col >= b.rows) {
            col = 0;
            row += rows;
        }
        return tile;
    };
}

Tiles weight_tiles(const Config& config, const ProductOperands& operands) {
    struct State {
        Place place;
        std::vector<Integer> sums;
    };
    const int cols = config.array.cols, deep = depth_a_pass(config);
    const int block = Shape(config).block;
    auto state = std::make_shared<State>();
    return [=]() -> std::optional<Tile> {
        const auto& [a, b] = operands;
        auto& [place, sums] = *state;
        if (place.col >= b.rows) return std::nullopt;
        if (place.depth == 0) sums.assign(static_cast<std::size_t>(a.rows) * cols, 0);
        Tile tile{window_of(config.a, a, {0, a.rows, place.depth, deep}, block),
                  window_of(config.b, b, {place.col, cols, place.depth, deep}, block),
                  sums,
                  {},
                  place.depth > 0};
        tile.product = model::matmul(dot_spec(config), tile.a, tile.b, tile.c);
        sums = tile.product->acc;
        place.depth += deep;
        if (place.depth >= a.depth) {
            place.depth = 0;
            place.col += cols;
        }
        return tile;
    };
}

}  // namespace

Tiles product_tiles(const Config& config, const ProductOperands& operands) {
    const ProductOperands padded = padded_product(config, operands);
    return is_weight_stationary(config) ? weight_tiles(config, padded)
                                        : output_tiles(config, padded);
}

}  // namespace mxgen::sim
