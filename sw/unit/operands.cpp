// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

Role scale_of(Role operand) { return operand == Role::a ? Role::a_scale : Role::b_scale; }

void append(Codes& codes, const Codes& more) {
    codes.insert(codes.end(), more.begin(), more.end());
}

/// A port's role, and the bits from one of its codes to the next.
struct CodePlace {
    Role role;
    int bits;
};

/// Codes of a row.
struct CodeRange {
    std::size_t from, count;
};

/// Puts a part of some of `all_rows` rows of codes into the last record, one after the other.
void put_rows(Beats& beats, const CodePlace& place, const Codes& codes, int all_rows,
              const RowRange& rows, const CodeRange& part) {
    const std::size_t length = codes.size() / all_rows;
    for (int i = 0; i < rows.count; ++i)
        beats.set_codes(place.role,
                        std::span(codes).subspan((rows.first + i) * length + part.from, part.count),
                        place.bits, i * part.count);
}

}  // namespace

void put_elements(Beats& beats, const OperandPort& port, const model::MatrixOperand& operand,
                  int beat, const RowRange& rows) {
    const auto lanes = static_cast<std::size_t>(port.shape.lanes);
    put_rows(beats, {port.role, port.bits}, operand.codes, operand.rows, rows,
             {beat * lanes, lanes});
}

void put_operand(Beats& beats, const OperandPort& port, const model::MatrixOperand& operand,
                 int beat, const RowRange& rows) {
    put_elements(beats, port, operand, beat, rows);
    const int slot = beats.slot(scale_of(port.role));
    if (slot < 0) return;
    const auto blocks = static_cast<std::size_t>(port.shape.blocks_per_step());
    put_rows(beats, {scale_of(port.role), beats.ports()[slot].element_width}, operand.scales,
             operand.rows, rows, {beat / port.shape.beats_per_step() * blocks, blocks});
}

void ArrivingOperand::take(const Beats& beats, std::size_t record, const OperandPort& port,
                           bool is_first) {
    const auto lanes = static_cast<std::size_t>(port.shape.lanes);
    for (std::size_t group = 0; group < codes_.size(); ++group)
        beats.take_codes(record, port.role, group * lanes, lanes, port.bits, codes_[group]);
    const int slot = beats.slot(scale_of(port.role));
    if (!is_first || slot < 0) return;
    const auto blocks = static_cast<std::size_t>(port.shape.blocks_per_step());
    for (std::size_t group = 0; group < scales_.size(); ++group)
        beats.take_codes(record, scale_of(port.role), group * blocks, blocks,
                         beats.ports()[slot].element_width, scales_[group]);
}

void ArrivingOperand::clear() {
    for (Codes& codes : codes_) codes.clear();
    for (Codes& scales : scales_) scales.clear();
}

model::MatrixOperand ArrivingOperand::rows() const {
    model::MatrixOperand all = row();
    all.rows = static_cast<int>(codes_.size());
    all.depth /= all.rows;
    return all;
}

model::MatrixOperand ArrivingOperand::row() const {
    model::MatrixOperand all{1, 0, {}, {}};
    for (const Codes& codes : codes_) append(all.codes, codes);
    for (const Codes& scales : scales_) append(all.scales, scales);
    all.depth = static_cast<int>(all.codes.size());
    return all;
}

model::MatrixOperand step_of(const model::MatrixOperand& operand, int row, const BeatShape& shape,
                             int step) {
    const auto part = [&](const Codes& codes, int count) {
        const auto from = codes.begin() +
                          static_cast<std::ptrdiff_t>(codes.size()) / operand.rows * row +
                          std::ptrdiff_t{step} * count;
        return codes.empty() ? Codes{} : Codes(from, from + count);
    };
    return {1, shape.products(), part(operand.codes, shape.products()),
            part(operand.scales, shape.blocks_per_step())};
}

void append_rows(model::MatrixOperand& operand, const model::MatrixOperand& rows) {
    operand.rows += rows.rows;
    operand.depth = rows.depth;
    append(operand.codes, rows.codes);
    append(operand.scales, rows.scales);
}

}  // namespace mxgen
