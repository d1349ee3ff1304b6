// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/array.h"
#include "sw/unit/array_tiles.h"
#include "sw/unit/codes.h"
#include "sw/unit/example_operand.h"
#include "sw/unit/noise.h"
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

/// A run-time mode and its number.
struct NumberedMode {
    ArrayMode mode;
    std::size_t number;

    OperandPort port(Role role) const {
        return {role, role == Role::a ? mode.a_bits : mode.b_bits, mode.native.dot.beats()};
    }
};

/// Every row cut into as many rows as an array has, one after the other.
model::MatrixOperand by_rows(model::MatrixOperand operand, int rows) {
    operand.rows *= rows;
    operand.depth /= rows;
    return operand;
}

/// Elements, with scales or without.
void put_part(Beats& in, const OperandPort& port, const model::MatrixOperand& operand, int beat,
              const RowRange& rows, bool with_scales) {
    if (with_scales)
        put_operand(in, port, operand, beat, rows);
    else
        put_elements(in, port, operand, beat, rows);
}

/// The end of a tile, which counts with the last turn of a step's last beat, `counts`.
void put_last(Beats& in, const NumberedMode& m, bool last, bool counts, std::mt19937& random) {
    if (counts || m.mode.native.dot.interleave == 1)
        in.set(Role::last, last);
    else
        put_noise(in, {Role::last}, random);
}

void append_tile(Beats& in, const NumberedMode& m, const Tile& tile, std::mt19937& random) {
    const DotDesign& dot = m.mode.native.dot;
    const int cols = m.mode.native.cols, turns = dot.interleave;
    const int per_step = dot.beats().beats_per_step(), beats = tile.a.depth / dot.lanes;
    for (int beat = 0; beat < beats; ++beat) {
        for (int turn = 0; turn < turns; ++turn) {
            const bool shows_scales = turns == 1 || beat % per_step == 0;
            const RowRange group{turn * cols, cols};
            in.append();
            put_last(in, m, beat >= beats - per_step,
                     (beat + 1) % per_step == 0 && turn + 1 == turns, random);
            if (turn == 0) in.set(Role::mode, m.number);
            if (turn == 0)
                put_part(in, m.port(Role::a), tile.a, beat, {0, tile.a.rows}, shows_scales);
            put_part(in, m.port(Role::b), tile.b, beat, group, shows_scales);
            // The first turn's rows of A and mode are those of all.
            if (turn > 0) put_noise(in, {Role::a, Role::mode, Role::a_scale}, random);
            if (turn == 0 && !shows_scales) put_noise(in, {Role::a_scale}, random);
            if (!shows_scales) put_noise(in, {Role::b_scale}, random);
        }
    }
}

void append_weights(Beats& weights, const NumberedMode& m, const model::MatrixOperand& b) {
    for (int beat = 0; beat < b.depth / m.mode.native.dot.lanes; ++beat) {
        weights.append();
        put_operand(weights, m.port(Role::b), b, beat);
    }
}

void append_vectors(Beats& in, const NumberedMode& m, const Tile& tile, std::mt19937& random) {
    const ArrayDesign& native = m.mode.native;
    const int turns = native.dot.interleave, beats = native.dot.beats().beats_per_step();
    const model::MatrixOperand blocks = by_rows(tile.a, native.rows);
    for (int i = 0; i < tile.a.rows * beats; ++i) {
        const int beat = i / turns % beats;
        const int vector = i / (turns * beats) * turns + i % turns;
        const bool samples = turns == 1 || beat == 0;
        const auto sums =
            std::span(tile.c).subspan(static_cast<std::size_t>(vector) * native.cols, native.cols);
        in.append();
        put_last(in, m, vector + 1 == tile.a.rows, beat + 1 == beats && (i + 1) % turns == 0,
                 random);
        in.set(Role::mode, m.number);
        put_part(in, m.port(Role::a), blocks, beat, {vector * native.rows, native.rows}, samples);
        if (samples)
            in.set_numbers(Role::c, sums);
        else
            put_noise(in, {Role::a_scale, Role::c}, random);
    }
}

TransactionSource source_of(const ArrayMode& mode, std::size_t number, Tiles tiles) {
    return [=, m = NumberedMode{mode, number}, random = std::mt19937(1)](
               Beats& in, Beats& weights) mutable -> std::optional<Transaction> {
        const std::optional<Tile> tile = tiles();
        if (!tile) return std::nullopt;
        if (m.mode.native.is_weight_stationary()) {
            append_weights(weights, m, tile->b);
            append_vectors(in, m, *tile, random);
        } else {
            append_tile(in, m, *tile, random);
        }
        return Transaction{.macs = static_cast<std::uint64_t>(tile->a.rows) * tile->b.rows *
                                   static_cast<std::uint64_t>(tile->a.depth),
                           .goes_on = tile->goes_on};
    };
}

/// The sums from which the next tile may go on: those beside converted results, or the results.
std::vector<Integer> sums_from(const Expected& results, std::size_t first) {
    const Beats& beats = results.beats;
    const Role role = beats.slot(Role::sum) >= 0 ? Role::sum : Role::result;
    std::vector<Integer> sums;
    for (std::size_t record = first; record < results.size(); ++record) {
        const auto row = beats.numbers(record, role);
        sums.insert(sums.end(), row.begin(), row.end());
    }
    return sums;
}

Tile example_tile(const ArrayDesign& array, int number) {
    const auto seed = static_cast<unsigned>(2 * number);
    const bool weights = array.is_weight_stationary(), specials = array.dot.accumulator.is_float();
    const int steps = weights ? array.rows : max_example_steps(array.dot);
    const int blocks = steps * array.dot.beats().blocks_per_step();
    const int vectors = example_max_steps * array.dot.interleave;
    Tile tile{ExampleOperand(array.dot.a, seed + 1, specials)
                  .rows(weights ? vectors : array.rows, blocks),
              ExampleOperand(array.dot.b, seed + 2, specials).rows(array.tile_cols(), blocks)};
    for (int i = 0; weights && i < tile.a.rows * tile.b.rows; ++i)
        tile.c.push_back(example_first_value(array.dot, i % example_sums));
    return tile;
}

Tiles single(Tile tile) {
    return [tile = std::optional(std::move(tile))]() mutable {
        return std::exchange(tile, std::nullopt);
    };
}

}  // namespace

Stimulus stimulus_of(const ArrayDesign& array, const StimulusOptions& options) {
    const auto modes = runtime_modes(array);
    Stimulus stimulus;
    for (std::size_t i = 0; i < modes.size(); ++i) {
        const ArrayDesign& native = modes[i].native;
        const std::uint64_t vectors = (options.vectors + i) / modes.size();
        stimulus.push_back(
            {kind_of("corners", i, modes.size()),
             source_of(modes[i], i, every(options.corners_every, corner_tiles(native)))});
        stimulus.push_back(
            {kind_of("random", i, modes.size()),
             source_of(modes[i], i, random_tiles(native, options.seed + i, vectors))});
    }
    return stimulus;
}

Stimulus product_stimulus(const ArrayDesign& array, const std::vector<ProductOperands>& products) {
    const auto modes = runtime_modes(array);
    Stimulus stimulus;
    for (std::size_t i = 0; i < products.size(); ++i) {
        const auto tiles = std::make_shared<ProductTiles>(modes.at(i).native, products[i]);
        Section section{kind_of("tensor", i, modes.size()),
                        source_of(modes[i], i, [tiles] { return tiles->next(); })};
        if (array.is_weight_stationary())
            section.answer = [tiles](const Expected& results, std::size_t first) {
                tiles->answer(sums_from(results, first));
            };
        stimulus.push_back(std::move(section));
    }
    return stimulus;
}

Stimulus examples_of(const ArrayDesign& array) {
    constexpr std::size_t tiles_per_mode = 2;
    const auto modes = runtime_modes(array);
    Stimulus stimulus;
    for (std::size_t tile = 0; tile < tiles_per_mode * modes.size(); ++tile) {
        const std::size_t i = tile % modes.size();
        stimulus.push_back(
            {"example", source_of(modes[i], i,
                                  single(example_tile(modes[i].native, static_cast<int>(tile))))});
    }
    return stimulus;
}

}  // namespace mxgen
