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
        : modes_(runtime_modes(design)), a_(design.rows), b_(design.cols) {}

    void step(const Beats& in, std::size_t record, Expected& out) override {
        if (beats_++ == 0) {
            record_ = record;
            mode_ = static_cast<std::size_t>(in.number(record, Role::mode));
        }
        const BeatShape shape = mode().native.dot.beats();
        take(in, record, (beats_ - 1) % shape.beats_per_step() == 0);
        if (beats_ % shape.beats_per_step() == 0)
            end_step(in, record, in.number(record, Role::last) != 0, out);
    }

  protected:
    /// A beat of a tile; `is_first` of its step.
    virtual void take(const Beats& in, std::size_t record, bool is_first) = 0;

    /// The last beat of a step, `last` of its tile.
    virtual void end_step(const Beats& in, std::size_t record, bool last, Expected& out) = 0;

    const ArrayMode& mode() const { return modes_[mode_]; }
    OperandPort a_port() const { return {Role::a, mode().a_bits, mode().native.dot.beats()}; }
    OperandPort b_port() const { return {Role::b, mode().b_bits, mode().native.dot.beats()}; }

    /// The rows of a tile, `cause` telling of each what it follows from.
    template <class CauseOf>
    void append_rows_of(const model::MatrixProduct& product, const CauseOf& cause,
                        Expected& out) const {
        const ArrayDesign& native = mode().native;
        const ArrayOutput output = array_output(native).value();
        const auto cols = static_cast<std::size_t>(product.cols);
        for (int row = 0; row < product.rows; ++row) {
            out.append(cause(row));
            const auto sums = std::span(product.acc).subspan(row * cols, cols);
            const ResultRow result = result_row(native, output, sums);
            out.beats.set_numbers(Role::sum, sums);
            out.beats.set_numbers(Role::result, result.codes);
            out.beats.set_numbers(Role::result_scale, result.scales);
            out.beats.set(Role::invalid, result.invalid);
            out.beats.set(Role::last, row + 1 == product.rows);
        }
    }

    void end_tile() { beats_ = 0; }

    std::vector<ArrayMode> modes_;
    ArrivingOperand a_, b_;
    std::size_t mode_ = 0, record_ = 0;  ///< of the tile, and its first record
    int beats_ = 0;                      ///< of the tile so far
};

/// A tile is a part of C as large as the array.
class OutputStationaryGolden : public ArrayGolden {
  public:
    using ArrayGolden::ArrayGolden;

  private:
    void take(const Beats& in, std::size_t record, bool is_first) override {
        a_.take(in, record, a_port(), is_first);
        b_.take(in, record, b_port(), is_first);
    }

    void end_step(const Beats&, std::size_t record, bool last, Expected& out) override {
        if (!last) return;
        const auto cause = [&](int row) {
            return Cause{.first = record_, .count = record - record_ + 1, .row = row};
        };
        append_rows_of(fast::matmul(dot_spec(mode().native.dot), a_.rows(), b_.rows()), cause, out);
        a_.clear(), b_.clear();
        end_tile();
    }
};

/// A tile is all rows of A that meet one load of weights; a row begins with sums of its own.
class WeightStationaryGolden : public ArrayGolden {
  public:
    using ArrayGolden::ArrayGolden;

    void load(const Beats& weights, std::size_t record) override {
        loads_.push_back({&weights, record});
    }

  private:
    struct Load {
        const Beats* weights;
        std::size_t record;
    };

    void take(const Beats& in, std::size_t record, bool is_first) override {
        a_.take(in, record, a_port(), is_first);
        if (!is_first) return;
        const auto sums = in.numbers(record, Role::c);
        sums_.insert(sums_.end(), sums.begin(), sums.end());
    }

    void end_step(const Beats&, std::size_t, bool last, Expected& out) override {
        append_rows(vectors_, a_.row());
        a_.clear();
        if (!last) return;
        const std::size_t beats = mode().native.dot.beats().beats_per_step();
        const std::size_t weight_beats = beats * mode().native.rows;
        for (std::size_t beat = 0; beat < weight_beats; ++beat)
            b_.take(*loads_[beat].weights, loads_[beat].record, b_port(), beat % beats == 0);
        const auto cause = [&](int row) {
            return Cause{.first = record_ + row * beats,
                         .count = beats,
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
