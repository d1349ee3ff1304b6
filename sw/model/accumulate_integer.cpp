// SPDX-License-Identifier: Apache-2.0
#include "sw/model/window.h"

namespace mxgen::model {
namespace {

/// A two's complement sum in units of the smallest product bit. Scales stay outside.
class IntegerSum : public Accumulate {
  public:
    IntegerSum(int unit, int width, Accumulator::Overflow policy)
        : unit_(unit), width_(width), policy_(policy) {}

    void start(const Integer& c) override {
        total_ = from_twos_complement(c, width_);
        overflow_ = invalid_ = false;
    }
    void add(const Block& block) override {
        const ExactValue sum = product_sum(block);
        if (!sum.is_finite()) {
            invalid_ = true;
            return;
        }
        total_ += floor_in_units(sum.number, unit_);
        if (total_ >= lowest(width_) && total_ <= highest(width_)) return;
        overflow_ = true;
        total_ = policy_ == Accumulator::Overflow::saturate
                     ? (total_ < 0 ? lowest(width_) : highest(width_))
                     : from_twos_complement(total_, width_);
    }
    void rescale() override { total_ *= 2; }
    int width() const override { return width_; }
    Integer code() const override { return to_twos_complement(total_, width_); }
    bool overflow() const override { return overflow_; }
    bool invalid() const override { return invalid_; }

  private:
    int unit_, width_;
    Accumulator::Overflow policy_;
    Integer total_ = 0;
    bool overflow_ = false, invalid_ = false;
};

/// No accumulator: every block is a sum of its own.
class IntegerBlockSum final : public IntegerSum {
  public:
    using IntegerSum::IntegerSum;
    void add(const Block& block) override {
        start(0);
        IntegerSum::add(block);
    }
};

}  // namespace

std::unique_ptr<Accumulate> make_integer_accumulate(const DotSpec& spec) {
    const Accumulator& acc = spec.accumulator;
    const std::int64_t products = std::int64_t{block_size(spec)} * spec.blocks;
    const int width = acc.bits > 0 ? acc.bits : sum_width(spec, products);
    return std::make_unique<IntegerSum>(product_unit(spec), width, acc.overflow);
}

std::unique_ptr<Accumulate> make_none_accumulate(const DotSpec& spec) {
    const int given = spec.accumulator.bits;
    const int width = given > 0 ? given : sum_width(spec, block_size(spec));
    return std::make_unique<IntegerBlockSum>(product_unit(spec), width,
                                             Accumulator::Overflow::never);
}

}  // namespace mxgen::model
