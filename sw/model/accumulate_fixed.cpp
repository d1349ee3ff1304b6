// SPDX-License-Identifier: Apache-2.0
#include "sw/model/window.h"

namespace mxgen::model {
namespace {

/// A two's complement window over the real line (Kulisch): each exact block sum is floored to the
/// lowest bit, the total saturates at both ends. The sticky flag tells that something was dropped.
class Fixed final : public Accumulate {
  public:
    Fixed(int lsb, int width) : lsb_(lsb), width_(width) {}

    void start(const Integer& c) override {
        total_ = from_twos_complement(c, width_);
        overflow_ = invalid_ = inexact_ = false;
    }
    void add(const Block& block) override {
        const ExactValue scaled = product_sum(block) * block.scale;
        if (!scaled.is_finite()) {
            invalid_ = true;
            return;
        }
        const Integer floored = floor_in_units(scaled.number, lsb_);
        inexact_ |= !(Dyadic(floored, lsb_) == scaled.number);
        total_ += floored;
        if (total_ < lowest(width_)) saturate(lowest(width_));
        if (total_ > highest(width_)) saturate(highest(width_));
    }
    int width() const override { return width_; }
    Integer code() const override { return to_twos_complement(total_, width_); }
    bool overflow() const override { return overflow_; }
    bool invalid() const override { return invalid_; }
    bool inexact() const override { return inexact_; }

  private:
    void saturate(const Integer& end) {
        total_ = end;
        overflow_ = true;
    }

    int lsb_, width_;
    Integer total_ = 0;
    bool overflow_ = false, invalid_ = false, inexact_ = false;
};

}  // namespace

std::unique_ptr<Accumulate> make_fixed_accumulate(const DotSpec& spec) {
    const Accumulator& acc = spec.accumulator;
    if (acc.msb && acc.lsb) return std::make_unique<Fixed>(*acc.lsb, *acc.msb - *acc.lsb + 1);
    const std::int64_t products = std::int64_t{block_size(spec)} * spec.blocks;
    return std::make_unique<Fixed>(product_unit(spec), sum_width(spec, products));
}

}  // namespace mxgen::model
