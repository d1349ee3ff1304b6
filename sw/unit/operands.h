// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sw/model/matmul.h"
#include "sw/unit/beat.h"
#include "sw/unit/beats.h"

namespace mxgen {

/// An operand's ports, and how its elements lie there.
struct OperandPort {
    Role role;  ///< a or b; its scales have a role of their own
    int bits;   ///< from one element to the next
    BeatShape shape;
};

/// Some rows of an operand.
struct RowRange {
    int first = 0, count = 0;
};

/// Puts beat `beat` of some rows of an operand, one group each, into the last record: elements, and
/// the scales of their step.
void put_operand(Beats& beats, const OperandPort& port, const model::MatrixOperand& operand,
                 int beat, const RowRange& rows);

/// The elements alone.
void put_elements(Beats& beats, const OperandPort& port, const model::MatrixOperand& operand,
                  int beat, const RowRange& rows);

/// Elements and scales of all rows.
inline void put_operand(Beats& beats, const OperandPort& port, const model::MatrixOperand& operand,
                        int beat) {
    put_operand(beats, port, operand, beat, {0, operand.rows});
}

/// The codes of an operand as its beats bring them, the groups of a port as rows.
class ArrivingOperand {
  public:
    explicit ArrivingOperand(int groups) : codes_(groups), scales_(groups) {}

    /// Takes elements, with a step's first beat its scales.
    void take(const Beats& beats, std::size_t record, const OperandPort& port, bool is_first);
    void clear();

    const Codes& codes(std::size_t group) const { return codes_[group]; }

    /// Empty where the scales have no port.
    const Codes& scales(std::size_t group) const { return scales_[group]; }

    /// The elements so far: a row per group, or all groups one after the other as a single row.
    model::MatrixOperand rows() const;
    model::MatrixOperand row() const;

  private:
    std::vector<Codes> codes_, scales_;
};

/// The part of a row that step number `step` of its sum takes.
model::MatrixOperand step_of(const model::MatrixOperand& operand, int row, const BeatShape& shape,
                             int step);

/// Appends the rows of an operand to another of equal depth.
void append_rows(model::MatrixOperand& operand, const model::MatrixOperand& rows);

}  // namespace mxgen
