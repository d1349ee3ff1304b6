// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "sim/array_workload.h"

namespace mxgen::sim {

namespace {

/// Zeros with scales of 1: `steps` results deep.
model::Operand quiet_operand(const BlockFormat& format, int rows, int depth, int block) {
    model::Operand operand{rows, depth, {}, {}};
    operand.codes.assign(static_cast<std::size_t>(rows) * depth, zero_code(format.element));
    if (format.scale)
        operand.scales.assign(static_cast<std::size_t>(rows) * (depth / block),
                              one_code(*format.scale));
    return operand;
}

/// Each row its own corner code, all in the same lane; `index` counts groups of rows.
void put_corners(model::Operand& operand, const Codes& corners, std::size_t index, int lane) {
    for (int row = 0; row < operand.rows; ++row)
        operand.codes[static_cast<std::size_t>(row) * operand.depth + lane] =
            corners[(index * operand.rows + row) % corners.size()];
}

std::size_t groups(const Codes& corners, int rows) { return (corners.size() + rows - 1) / rows; }

void draw(model::Operand& operand, const BlockSource& source, Random& random, bool specials,
          int block) {
    const std::span<std::uint32_t> codes(operand.codes);
    for (std::size_t i = 0; i < codes.size() / block; ++i)
        source.elements(random, specials, codes.subspan(i * block, block));
    for (std::uint32_t& scale : operand.scales) scale = source.scale(random, specials);
}

/// Rows [first, first + operand.rows) of a row-major matrix; what lies beyond its edges stays.
void copy_rows(const Codes& from, int rows, int length, int first, Codes& to, int to_rows) {
    const std::size_t to_length = to.size() / to_rows;
    for (int row = 0; row < to_rows && first + row < rows; ++row)
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(first + row) * length, length,
                    to.begin() + static_cast<std::ptrdiff_t>(row * to_length));
}

/// Some rows of an operand, as deep as whole steps.
model::Operand slice(const BlockFormat& format, const model::Operand& operand, int first, int rows,
                     const Shape& shape) {
    const int steps = (operand.depth + shape.products() - 1) / shape.products();
    model::Operand part = quiet_operand(format, rows, steps * shape.products(), shape.block);
    copy_rows(operand.codes, operand.rows, operand.depth, first, part.codes, rows);
    if (format.scale)
        copy_rows(operand.scales, operand.rows, (operand.depth + shape.block - 1) / shape.block,
                  first, part.scales, rows);
    return part;
}

}  // namespace

Tiles corner_tiles(const Config& config) {
    auto a = corner_codes(config.a.element), b = corner_codes(config.b.element);
    if (!takes_specials(config.dot.accumulator)) {
        for (const std::uint32_t code : special_codes(config.a.element)) std::erase(a, code);
        for (const std::uint32_t code : special_codes(config.b.element)) std::erase(b, code);
    }
    const Shape shape(config);
    const auto [rows, cols] = std::pair(config.array.rows, config.array.cols);
    const std::size_t lanes = shape.products();
    const std::size_t count = lanes * groups(a, rows) * groups(b, cols);
    auto index = std::make_shared<std::size_t>(0);
    return [=]() -> std::optional<Tile> {
        if (*index >= count) return std::nullopt;
        std::size_t rest = (*index)++;
        const int lane = static_cast<int>(rest % lanes);
        rest /= lanes;
        Tile tile{quiet_operand(config.a, rows, shape.products(), shape.block),
                  quiet_operand(config.b, cols, shape.products(), shape.block)};
        put_corners(tile.a, a, rest % groups(a, rows), lane);
        put_corners(tile.b, b, rest / groups(a, rows), lane);
        return tile;
    };
}

Tiles random_tiles(const Config& config, std::uint64_t seed, std::uint64_t results) {
    struct State {
        BlockSource a, b;
        Random random;
        std::uint64_t left;
    };
    const std::uint64_t a_tile = static_cast<std::uint64_t>(config.array.rows) * config.array.cols;
    auto state = std::make_shared<State>(
        State{BlockSource(config.a), BlockSource(config.b), Random(seed), results});
    const Shape shape(config);
    const int longest = std::max(1, config.dot.blocks / shape.blocks_a_step);
    return [=]() -> std::optional<Tile> {
        if (state->left == 0) return std::nullopt;
        state->left -= std::min(state->left, a_tile);
        Random& random = state->random;
        const int usual = std::min(longest, 12), rare = std::min(longest, 100);
        const int steps = 1 + static_cast<int>(random() % (random() % 32 ? usual : rare));
        const bool specials = takes_specials(config.dot.accumulator) && random() % 4 == 0;
        const int depth = steps * shape.products();
        Tile tile{quiet_operand(config.a, config.array.rows, depth, shape.block),
                  quiet_operand(config.b, config.array.cols, depth, shape.block)};
        draw(tile.a, state->a, random, specials, shape.block);
        draw(tile.b, state->b, random, specials && random() % 2, shape.block);
        return tile;
    };
}

Tiles product_tiles(const Config& config, model::Operand a, model::Operand b) {
    const Shape shape(config);
    const auto [rows, cols] = std::pair(config.array.rows, config.array.cols);
    auto next = std::make_shared<std::pair<int, int>>(0, 0);
    return [=, a = std::move(a), b = std::move(b)]() -> std::optional<Tile> {
        auto& [row, col] = *next;
        if (row >= a.rows) return std::nullopt;
        Tile tile{slice(config.a, a, row, rows, shape), slice(config.b, b, col, cols, shape)};
        col += cols;
        if (col >= b.rows) {
            col = 0;
            row += rows;
        }
        return tile;
    };
}

}  // namespace mxgen::sim
