// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// A block's exact sum under its scales, and the sum of the exponents of these.
struct ScaledSum {
    ExactValue sum;
    int exponent = 0;
};

/// Adds the blocks of a beat at once: collects them for a running sum `Sum`, a value with start(c),
/// add(blocks of a beat), code() and width(). A beat that is not complete counts as one that is.
template <class Sum>
class BeatAccumulate final : public Accumulate {
  public:
    BeatAccumulate(Sum sum, int blocks_per_beat)
        : sum_(std::move(sum)), blocks_per_beat_(static_cast<std::size_t>(blocks_per_beat)) {}

    void start(const Integer& c) override {
        beat_.clear();
        sum_.start(c);
    }
    void add(const Block& block) override {
        beat_.push_back({product_sum(block) * block.scale, block.scale_exponent});
        if (beat_.size() < blocks_per_beat_) return;
        sum_.add(beat_);
        beat_.clear();
    }
    int width() const override { return sum_.width(); }
    Integer code() const override {
        if (beat_.empty()) return sum_.code();
        Sum sum = sum_;
        sum.add(beat_);
        return sum.code();
    }

  private:
    Sum sum_;
    std::size_t blocks_per_beat_;
    std::vector<ScaledSum> beat_;
};

}  // namespace mxgen::model
