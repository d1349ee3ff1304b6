// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/matmul.h"
#include "sw/unit/array.h"
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

/// Collects a tile, whose product then comes at once.
class ArrayGolden : public Golden {
  public:
    explicit ArrayGolden(const ArrayDesign& design)
        : modes_(runtime_modes(design)), turns_(static_cast<std::size_t>(design.dot.interleave)) {}

    void step(const Beats& in, std::size_t record, Expected& out) override {
        if (beats_ == 0) {
            record_ = record;
            mode_ = static_cast<std::size_t>(in.number(record, Role::mode));
        }
        const auto per_step = static_cast<std::size_t>(mode().native.dot.beats().beats_per_step());
        const std::size_t turn = beats_ % turns_, beat = beats_++ / turns_ % per_step;
        take(in, record, turn, beat == 0);
        if (beat + 1 < per_step) return;
        const bool last = turn + 1 == turns_ && in.number(record, Role::last) != 0;
        end_step(record, turn, last, out);
    }

  protected:
    /// A beat of a turn; `is_first` of its step.
    virtual void take(const Beats& in, std::size_t record, std::size_t turn, bool is_first) = 0;

    /// The last beat of a turn's step, `last` of the tile.
    virtual void end_step(std::size_t record, std::size_t turn, bool last, Expected& out) = 0;

    const ArrayMode& mode() const { return modes_[mode_]; }
    OperandPort a_port() const { return {Role::a, mode().a_bits, mode().native.dot.beats()}; }
    OperandPort b_port() const { return {Role::b, mode().b_bits, mode().native.dot.beats()}; }

    /// The rows of a tile, each in as many parts as the array has not columns for; `cause` tells
    /// what part `part` of a row follows from.
    template <class CauseOf>
    void append_rows_of(const model::MatrixProduct& product, const CauseOf& cause,
                        Expected& out) const {
        const ArrayDesign& native = mode().native;
        const ArrayOutput output = array_output(native).value();
        const auto cols = static_cast<std::size_t>(native.cols);
        const std::size_t parts = product.cols / cols, count = product.rows * parts;
        for (std::size_t i = 0; i < count; ++i) {
            out.append(cause(i / parts, i % parts));
            const auto sums = std::span(product.acc).subspan(i * cols, cols);
            const ResultRow result = result_row(native, output, sums);
            out.beats.set_numbers(Role::sum, sums);
            out.beats.set_numbers(Role::result, result.codes);
            out.beats.set_numbers(Role::result_scale, result.scales);
            out.beats.set(Role::invalid, result.invalid);
            out.beats.set(Role::last, i + 1 == count);
        }
    }

    void end_tile() { beats_ = 0; }

    std::vector<ArrayMode> modes_;
    std::size_t turns_;
    std::size_t mode_ = 0, record_ = 0;  ///< of the tile, and its first record
    std::size_t beats_ = 0;              ///< of the tile so far
};

/// A tile is a part of C as large as the array, or several beside each other that take turns under
/// the same rows of A.
class OutputStationaryGolden : public ArrayGolden {
  public:
    explicit OutputStationaryGolden(const ArrayDesign& design)
        : ArrayGolden(design), a_(design.rows), b_(turns_, ArrivingOperand(design.cols)) {}

  private:
    void take(const Beats& in, std::size_t record, std::size_t turn, bool is_first) override {
        if (turn == 0) a_.take(in, record, a_port(), is_first);
        b_[turn].take(in, record, b_port(), is_first);
    }

    void end_step(std::size_t record, std::size_t, bool last, Expected& out) override {
        if (!last) return;
        model::MatrixOperand columns;
        for (const ArrivingOperand& group : b_) append_rows(columns, group.rows());
        const auto cause = [&](std::size_t row, std::size_t turn) {
            return Cause{.first = record_,
                         .count = record - record_ + 1,
                         .stride = turns_,
                         .turn = turn,
                         .row = static_cast<int>(row)};
        };
        append_rows_of(fast::matmul(dot_spec(mode().native.dot), a_.rows(), columns), cause, out);
        a_.clear();
        for (ArrivingOperand& group : b_) group.clear();
        end_tile();
    }

    ArrivingOperand a_;
    std::vector<ArrivingOperand> b_;  ///< of each turn
};

/// A tile is all rows of A that meet one load of weights; a row begins with sums of its own, and
/// several rows may take turns.
class WeightStationaryGolden : public ArrayGolden {
  public:
    explicit WeightStationaryGolden(const ArrayDesign& design)
        : ArrayGolden(design), a_(turns_, ArrivingOperand(design.rows)), b_(design.cols) {}

    void load(const Beats& weights, std::size_t record) override {
        loads_.push_back({&weights, record});
    }

  private:
    struct Load {
        const Beats* weights;
        std::size_t record;
    };

    void take(const Beats& in, std::size_t record, std::size_t turn, bool is_first) override {
        a_[turn].take(in, record, a_port(), is_first);
        if (!is_first) return;
        const auto sums = in.numbers(record, Role::c);
        sums_.insert(sums_.end(), sums.begin(), sums.end());
    }

    void end_step(std::size_t, std::size_t turn, bool last, Expected& out) override {
        append_rows(vectors_, a_[turn].row());
        a_[turn].clear();
        if (!last) return;
        const std::size_t beats = mode().native.dot.beats().beats_per_step();
        const std::size_t weight_beats = beats * mode().native.rows;
        for (std::size_t beat = 0; beat < weight_beats; ++beat)
            b_.take(*loads_[beat].weights, loads_[beat].record, b_port(), beat % beats == 0);
        const auto cause = [&](std::size_t row, std::size_t) {
            return Cause{.first = record_ + row / turns_ * turns_ * beats + row % turns_,
                         .count = (beats - 1) * turns_ + 1,
                         .stride = turns_,
                         .first_weight = loads_.front().record,
                         .weight_count = weight_beats};
        };
        append_rows_of(fast::matmul(dot_spec(mode().native.dot), vectors_, b_.rows(), sums_), cause,
                       out);
        loads_.erase(loads_.begin(), loads_.begin() + static_cast<std::ptrdiff_t>(weight_beats));
        b_.clear();
        vectors_ = {}, sums_.clear();
        end_tile();
    }

    std::vector<ArrivingOperand> a_;  ///< of each turn
    ArrivingOperand b_;
    std::vector<Load> loads_;  ///< not used up
    model::MatrixOperand vectors_;
    std::vector<Integer> sums_;
};

}  // namespace

std::unique_ptr<Golden> golden_of(const ArrayDesign& array) {
    if (array.is_weight_stationary()) return std::make_unique<WeightStationaryGolden>(array);
    return std::make_unique<OutputStationaryGolden>(array);
}

}  // namespace mxgen
