// SPDX-License-Identifier: Apache-2.0
#include "sim/array_workload.h"

#include <fmt/format.h>

#include "sim/text.h"

namespace mxgen::sim {

namespace {

constexpr std::size_t batch_beats = 4096;

/// One beat of one operand: elements [from, from + lanes) of every row side by side.
void put_elements(Beats& beats, int slot, const model::Operand& operand, std::size_t from,
                  int lanes, int width) {
    const std::size_t record = beats.size() - 1;
    std::size_t offset = 0;
    for (int row = 0; row < operand.rows; ++row) {
        const std::uint32_t* codes =
            &operand.codes[static_cast<std::size_t>(row) * operand.depth + from];
        for (int lane = 0; lane < lanes; ++lane, offset += width)
            beats.put(record, slot, offset, width, codes[lane]);
    }
}

/// The scales of one step, of every row.
void put_scales(Beats& beats, int slot, const model::Operand& operand, std::size_t from, int count,
                int width) {
    const std::size_t blocks = operand.scales.size() / operand.rows;
    std::size_t offset = 0;
    for (int row = 0; row < operand.rows; ++row)
        for (int i = 0; i < count; ++i, offset += width)
            beats.put(beats.size() - 1, slot, offset, width,
                      operand.scales[row * blocks + from + i]);
}

}  // namespace

ArrayWorkload::ArrayWorkload(const Config& config, const Options& options)
    : config_(config),
      shape_(config),
      spec_(dot_spec(config)),
      phases_{{"corners", corner_tiles(config)},
              {"random", random_tiles(config, options.seed, options.vectors)}} {}

ArrayWorkload::ArrayWorkload(const Config& config, model::Operand a, model::Operand b)
    : config_(config),
      shape_(config),
      spec_(dot_spec(config)),
      phases_{{"tensor", product_tiles(config, std::move(a), std::move(b))}} {}

bool ArrayWorkload::next(Batch& batch) {
    batch.clear();
    tiles_.clear();
    for (; phase_ < phases_.size(); ++phase_) {
        batch.kind = phases_[phase_].kind;
        while (batch.in.size() < batch_beats) {
            std::optional<Tile> tile = phases_[phase_].tiles();
            if (!tile) break;
            append(batch, *tile);
            append_expected(batch, *tile);
            tiles_.push_back(std::move(*tile));
        }
        if (!tiles_.empty()) return true;
    }
    return false;
}

void ArrayWorkload::append(Batch& batch, const Tile& tile) {
    Beats& in = batch.in;
    const auto [a, b, last] = std::tuple(in.slot("a_i"), in.slot("b_i"), in.slot("last_i"));
    const auto [a_scale, b_scale] = std::pair(in.slot("a_scale_i"), in.slot("b_scale_i"));
    const int steps = tile.a.depth / shape_.products();
    for (int beat = 0; beat < steps * shape_.beats_a_step; ++beat) {
        in.append();
        const int step = beat / shape_.beats_a_step;
        const std::size_t from = static_cast<std::size_t>(beat) * shape_.lanes;
        in.put(in.size() - 1, last, 0, 1, step + 1 == steps);
        put_elements(in, a, tile.a, from, shape_.lanes, config_.a.element.bits);
        put_elements(in, b, tile.b, from, shape_.lanes, config_.b.element.bits);
        const int blocks = shape_.blocks_a_step;
        if (config_.a.scale)
            put_scales(in, a_scale, tile.a, static_cast<std::size_t>(step) * blocks, blocks,
                       config_.a.scale->bits);
        if (config_.b.scale)
            put_scales(in, b_scale, tile.b, static_cast<std::size_t>(step) * blocks, blocks,
                       config_.b.scale->bits);
    }
    macs_ += static_cast<std::uint64_t>(tile.a.rows) * tile.b.rows * tile.a.depth;
}

void ArrayWorkload::append_expected(Batch& batch, const Tile& tile) {
    const model::Product product = model::matmul(spec_, tile.a, tile.b);
    Beats& out = batch.expected;
    const int c = out.slot("c_o"), last = out.slot("last_o");
    const int width = out.ports()[c].width / product.cols;
    for (int row = 0; row < product.rows; ++row) {
        out.append();
        const std::size_t record = out.size() - 1;
        for (int col = 0; col < product.cols; ++col)
            out.put_wide(record, c, static_cast<std::size_t>(col) * width, width,
                         product.acc[static_cast<std::size_t>(row) * product.cols + col]);
        out.put(record, last, 0, 1, row + 1 == product.rows);
    }
}

std::string ArrayWorkload::explain(const Batch& batch, std::size_t record, const Beats& got) const {
    const int row = static_cast<int>(record) % config_.array.rows;
    const Tile& tile = tiles_[record / config_.array.rows];
    const int c = got.slot("c_o"), last = got.slot("last_o");
    const int width = got.ports()[c].width / config_.array.cols;
    const auto bits = [&](const Beats& beats, int col) {
        return beats.get_wide(record, c, static_cast<std::size_t>(col) * width, width);
    };
    int col = 0;
    while (col < config_.array.cols - 1 && bits(batch.expected, col) == bits(got, col)) ++col;

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
    std::string text = fmt::format("  row {}, column {} of a tile with {} products a sum\n", row,
                                   col, tile.a.depth);
    text += side("a", config_.a, tile.a, row) + side("b", config_.b, tile.b, col);
    const Accumulator& accumulator = config_.dot.accumulator;
    text += fmt::format("  expected  c_o {}, last_o {}\n",
                        result_text(accumulator, bits(batch.expected, col), width),
                        batch.expected.get(record, last, 0, 1));
    text +=
        fmt::format("  got       c_o {}, last_o {}\n",
                    result_text(accumulator, bits(got, col), width), got.get(record, last, 0, 1));
    return text;
}

}  // namespace mxgen::sim
