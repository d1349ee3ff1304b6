// SPDX-License-Identifier: Apache-2.0
#include "sim/array_workload.h"

#include <fmt/format.h>

#include "sim/text.h"
#include "sw/config/cycles.h"
#include "sw/config/dot.h"

namespace mxgen::sim {

namespace {

constexpr std::size_t batch_beats = 4096;

/// One beat of some rows of an operand: their elements side by side, `bits` from one to the next,
/// and the scales of their step.
void put_operand(Beats& beats, const std::string& port, const BlockFormat& format, int bits,
                 const model::Operand& operand, const Shape& shape, int beat, int first, int rows) {
    const std::size_t record = beats.size() - 1, from = std::size_t(beat) * shape.lanes;
    const int slot = beats.slot(port + "_i");
    std::size_t offset = 0;
    for (int row = first; row < first + rows; ++row) {
        const std::uint32_t* codes =
            &operand.codes[static_cast<std::size_t>(row) * operand.depth + from];
        for (int lane = 0; lane < shape.lanes; ++lane, offset += bits)
            beats.put(record, slot, offset, bits, codes[lane]);
    }
    if (!format.scale) return;
    const int scale_slot = beats.slot(port + "_scale_i"), width = format.scale->bits;
    const std::size_t blocks = operand.depth / shape.block;
    const std::size_t block = std::size_t(beat / shape.beats_a_step) * shape.blocks_a_step;
    offset = 0;
    for (int row = first; row < first + rows; ++row)
        for (int i = 0; i < shape.blocks_a_step; ++i, offset += width)
            beats.put(record, scale_slot, offset, width, operand.scales[row * blocks + block + i]);
}

void put_operand(Beats& beats, const std::string& port, const BlockFormat& format, int bits,
                 const model::Operand& operand, const Shape& shape, int beat) {
    put_operand(beats, port, format, bits, operand, shape, beat, 0, operand.rows);
}

void put_mode(Beats& beats, std::size_t mode) {
    const int slot = beats.slot("mode_i");
    if (slot >= 0) beats.put(beats.size() - 1, slot, 0, 1, mode);
}

/// Every row cut into as many rows as an array has, one after the other.
model::Operand by_rows(model::Operand operand, int rows) {
    operand.rows *= rows;
    operand.depth /= rows;
    return operand;
}

}  // namespace

ArrayWorkload::ArrayWorkload(const Config& config, const Options& options)
    : config_(config), modes_(runtime_modes(config)), weights_(is_weight_stationary(config)) {
    for (std::size_t mode = 0; mode < modes_.size(); ++mode) {
        const Config& native = modes_[mode].native;
        phases_.push_back({kind_of("corners", mode, modes_.size()),
                           every(options.corners_every, corner_tiles(native)), mode});
        phases_.push_back(
            {kind_of("random", mode, modes_.size()),
             random_tiles(native, options.seed + mode, (options.vectors + mode) / modes_.size()),
             mode});
    }
}

ArrayWorkload::ArrayWorkload(const Config& config, const std::vector<ProductOperands>& products,
                             std::size_t piece_bytes)
    : config_(config), modes_(runtime_modes(config)), weights_(is_weight_stationary(config)) {
    for (std::size_t mode = 0; mode < products.size(); ++mode)
        phases_.push_back({kind_of("tensor", mode, modes_.size()),
                           product_tiles(modes_.at(mode).native, products[mode]), mode,
                           piece_bytes});
}

bool ArrayWorkload::is_full(const Batch& batch) const {
    const std::size_t most = phases_[phase_].most_bytes;
    return most ? batch.in.total_bytes() > most : batch.in.size() >= batch_beats;
}

bool ArrayWorkload::next(Batch& batch) {
    batch.clear();
    tiles_.clear();
    tile_of_.clear();
    for (; phase_ < phases_.size(); ++phase_) {
        batch.kind = phases_[phase_].kind;
        while (!is_full(batch)) {
            std::optional<Tile> tile = phases_[phase_].tiles();
            if (!tile) break;
            if (tiles_.empty()) batch.goes_on = tile->goes_on;
            append(batch, *tile);
            append_expected(batch, *tile);
            tiles_.push_back(std::move(*tile));
        }
        if (!tiles_.empty()) return true;
    }
    return false;
}

void ArrayWorkload::append(Batch& batch, const Tile& tile) {
    macs_ += static_cast<std::uint64_t>(tile.a.rows) * tile.b.rows * tile.a.depth;
    if (weights_) {
        append_weights(batch, tile);
        append_vectors(batch, tile);
        return;
    }
    const Config& c = mode().native;
    const Shape shape(c);
    Beats& in = batch.in;
    const int last = in.slot("last_i"), beats = tile.a.depth / shape.lanes;
    for (int beat = 0; beat < beats; ++beat) {
        in.append();
        in.put(in.size() - 1, last, 0, 1,
               beat / shape.beats_a_step + 1 == beats / shape.beats_a_step);
        put_mode(in, phases_[phase_].mode);
        put_operand(in, "a", c.a, mode().a_bits, tile.a, shape, beat);
        put_operand(in, "b", c.b, mode().b_bits, tile.b, shape, beat);
    }
}

void ArrayWorkload::append_weights(Batch& batch, const Tile& tile) const {
    const Config& c = mode().native;
    const Shape shape(c);
    for (int beat = 0; beat < tile.b.depth / shape.lanes; ++beat) {
        batch.weights.append();
        put_operand(batch.weights, "w", c.b, mode().b_bits, tile.b, shape, beat);
    }
}

void ArrayWorkload::append_vectors(Batch& batch, const Tile& tile) const {
    const Config& c = mode().native;
    const Shape shape(c);
    Beats& in = batch.in;
    const int last = in.slot("last_i"), sums = in.slot("c_i"), width = sum_format(c).bits;
    const model::Operand blocks = by_rows(tile.a, c.array.rows);
    const bool waits = tile.goes_on && !tiles_.empty();
    for (int vector = 0; vector < tile.a.rows; ++vector) {
        for (int beat = 0; beat < shape.beats_a_step; ++beat) {
            in.append();
            const std::size_t record = in.size() - 1;
            batch.after.push_back(waits ? batch.expected.size() - tile.a.rows + vector + 1 : 0);
            in.put(record, last, 0, 1, vector + 1 == tile.a.rows);
            put_mode(in, phases_[phase_].mode);
            put_operand(in, "a", c.a, mode().a_bits, blocks, shape, beat, vector * c.array.rows,
                        c.array.rows);
            for (int col = 0; col < c.array.cols; ++col)
                in.put_wide(record, sums, static_cast<std::size_t>(col) * width, width,
                            tile.c[static_cast<std::size_t>(vector) * c.array.cols + col]);
        }
    }
}

void ArrayWorkload::append_expected(Batch& batch, const Tile& tile) {
    const Config& config = mode().native;
    const model::Product product =
        tile.product ? *tile.product : model::matmul(dot_spec(config), tile.a, tile.b, tile.c);
    const ArrayOutput output = array_output(config).value();
    Beats& out = batch.expected;
    const int c = out.slot("c_o"), scale = out.slot("c_scale_o"), invalid = out.slot("invalid_o");
    const int kept = out.slot("sum_o");
    const auto put_codes = [&](int slot, std::span<const Integer> codes) {
        const int width = codes.empty() ? 0 : out.ports()[slot].width / int(codes.size());
        for (std::size_t i = 0; i < codes.size(); ++i)
            out.put_wide(out.size() - 1, slot, i * width, width, codes[i]);
    };
    const auto cols = static_cast<std::size_t>(product.cols);
    for (int row = 0; row < product.rows; ++row) {
        out.append();
        tile_of_.push_back(tiles_.size());
        const auto sums =
            std::span(product.acc).subspan(static_cast<std::size_t>(row) * cols, cols);
        const ResultRow result = result_row(config, output, sums);
        if (kept >= 0) put_codes(kept, sums);
        put_codes(c, result.codes);
        put_codes(scale, result.scales);
        if (invalid >= 0) out.put(out.size() - 1, invalid, 0, 1, result.invalid);
        out.put(out.size() - 1, out.slot("last_o"), 0, 1, row + 1 == product.rows);
    }
}

std::string ArrayWorkload::operands_text(const Tile& tile, int row, int col) const {
    const Config& c = mode().native;
    const auto side = [&](const char* name, const BlockFormat& format,
                          const model::Operand& operand, int index) {
        const auto part = [&](const Codes& codes) {
            const std::size_t length = codes.size() / operand.rows;
            return std::span(codes).subspan(index * length, length);
        };
        std::string text =
            fmt::format("  {}         {}\n", name, codes_text(format.element, part(operand.codes)));
        if (format.scale)
            text += fmt::format("  {}_scale   {}\n", name,
                                codes_text(*format.scale, part(operand.scales)));
        return text;
    };
    std::string text = side("a", c.a, tile.a, row) + side("b", c.b, tile.b, col);
    if (tile.c.empty()) return text;
    const Integer& first = tile.c[static_cast<std::size_t>(row) * c.array.cols + col];
    return text + fmt::format("  c         {}\n",
                              sim::result_text(c.dot.accumulator, first, sum_format(c).bits));
}

std::string ArrayWorkload::result_text(const Beats& beats, std::size_t record, int col) const {
    const Config& config = mode().native;
    const ArrayOutput output = array_output(config).value();
    const int c = beats.slot("c_o"), width = beats.ports()[c].width / config.array.cols;
    const Integer bits = beats.get_wide(record, c, static_cast<std::size_t>(col) * width, width);
    std::string text;
    if (output.blocked)
        text = code_text(output.blocked->element, static_cast<std::uint32_t>(bits));
    else if (output.rounded)
        text = code_text(*output.rounded, static_cast<std::uint32_t>(bits));
    else
        text = sim::result_text(config.dot.accumulator, bits, width);
    text = fmt::format("c_o {}, last_o {}", text, beats.get(record, beats.slot("last_o"), 0, 1));
    const int scale = beats.slot("c_scale_o"), invalid = beats.slot("invalid_o");
    const int kept = beats.slot("sum_o");
    if (kept >= 0) {
        const int each = sum_format(config).bits;
        const Integer sum =
            beats.get_wide(record, kept, static_cast<std::size_t>(col) * each, each);
        text += ", sum_o " + sim::result_text(config.dot.accumulator, sum, each);
    }
    if (scale >= 0) {
        const int bits_each = output.blocked->scale->bits, block = col / output.blocked->block;
        text += fmt::format(", c_scale_o 0x{:x}",
                            beats.get(record, scale, std::size_t(block) * bits_each, bits_each));
    }
    if (invalid >= 0) text += fmt::format(", invalid_o {}", beats.get(record, invalid, 0, 1));
    return text;
}

std::string ArrayWorkload::explain(const Batch& batch, std::size_t record, const Beats& got) const {
    const std::size_t number = tile_of_[record];
    std::size_t first = record;
    while (first > 0 && tile_of_[first - 1] == number) --first;
    const int row = static_cast<int>(record - first);
    int col = 0;
    while (col < config_.array.cols - 1 &&
           result_text(batch.expected, record, col) == result_text(got, record, col))
        ++col;
    const Tile& tile = tiles_[number];
    return fmt::format("  row {}, column {} of a tile with {} products a sum\n", row, col,
                       tile.a.depth) +
           operands_text(tile, row, col) +
           fmt::format("  expected  {}\n  got       {}\n", result_text(batch.expected, record, col),
                       result_text(got, record, col));
}

}  // namespace mxgen::sim
