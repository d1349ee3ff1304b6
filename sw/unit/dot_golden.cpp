// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/dot.h"
#include "sw/unit/dot.h"
#include "sw/unit/operands.h"

namespace mxgen {

namespace {

/// One sum of those that take turns: adds up block after block, a result per step.
class DotTurn {
  public:
    explicit DotTurn(const DotDesign& design)
        : turns_(static_cast<std::size_t>(design.interleave)) {
        for (DotMode& mode : runtime_modes(design)) {
            const model::DotSpec spec = dot_spec(mode.native);
            modes_.push_back({std::move(mode), fast::FastDot(spec)});
        }
    }

    void step(const Beats& in, std::size_t record, Expected& out) {
        if (beat_ == 0) begin(in, record);
        const auto& [mode, dot] = modes_[mode_];
        const BeatShape shape = mode.native.beats();
        a_.take(in, record, {Role::a, mode.a_bits, shape}, beat_ == 0);
        b_.take(in, record, {Role::b, mode.b_bits, shape}, beat_ == 0);
        if (++beat_ < shape.beats_per_step()) return;
        add_blocks(shape);
        append_result(record, out);
        beat_ = 0;
        a_.clear(), b_.clear();
    }

  private:
    struct Mode {
        DotMode formats;
        fast::FastDot dot;
    };

    void begin(const Beats& in, std::size_t record) {
        record_ = record;
        mode_ = static_cast<std::size_t>(in.number(record, Role::mode));
        starts_ = in.slot(Role::first) < 0 || in.number(record, Role::first) != 0;
        rescales_ = in.slot(Role::rescale) >= 0 && in.number(record, Role::rescale) != 0;
        initial_ = in.number(record, Role::c);
    }

    void add_blocks(const BeatShape& shape) {
        if (rescales_ && !starts_) modes_[mode_].dot.rescale();
        const auto block = static_cast<std::size_t>(shape.block);
        const auto scale = [](const Codes& scales, std::size_t i) {
            return scales.empty() ? 0 : scales[i];
        };
        for (std::size_t i = 0; i < static_cast<std::size_t>(shape.blocks_per_step()); ++i)
            modes_[mode_].dot.block(
                starts_ && i == 0, std::span(a_.codes(0)).subspan(i * block, block),
                scale(a_.scales(0), i), std::span(b_.codes(0)).subspan(i * block, block),
                scale(b_.scales(0), i), initial_);
    }

    void append_result(std::size_t record, Expected& out) const {
        const auto& [mode, dot] = modes_[mode_];
        out.append({.first = record_, .count = record - record_ + 1, .stride = turns_},
                   dot.invalid() && !mode.native.accumulator.is_float());
        out.beats.set(Role::acc, dot.acc());
        out.beats.set(Role::sum, dot.acc());
        out.beats.set(Role::overflow, dot.overflow());
        out.beats.set(Role::invalid, dot.invalid());
        out.beats.set(Role::special, dot.invalid());
    }

    std::vector<Mode> modes_;
    std::size_t turns_;
    ArrivingOperand a_{1}, b_{1};
    std::size_t mode_ = 0, record_ = 0;
    int beat_ = 0;
    bool starts_ = true, rescales_ = false;
    Integer initial_ = 0;
};

/// Sums that take turns, a valid beat each.
class DotGolden : public Golden {
  public:
    explicit DotGolden(const DotDesign& design) {
        for (int turn = 0; turn < design.interleave; ++turn) sums_.emplace_back(design);
    }

    void step(const Beats& in, std::size_t record, Expected& out) override {
        sums_[turn_].step(in, record, out);
        turn_ = (turn_ + 1) % sums_.size();
    }

  private:
    std::vector<DotTurn> sums_;
    std::size_t turn_ = 0;
};

}  // namespace

std::unique_ptr<Golden> golden_of(const DotDesign& dot) { return std::make_unique<DotGolden>(dot); }

}  // namespace mxgen
