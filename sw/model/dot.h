// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// The golden dot product of docs/numerics.md, "Dot product": takes blocks, holds an accumulator.
class Dot {
  public:
    explicit Dot(const DotSpec& spec);

    /// Starts a new sum, from the code `c` when the spec has an initial value and from zero
    /// otherwise.
    void start(const Integer& c = 0) { accumulate_->start(spec_.initial ? c : Integer(0)); }

    /// Doubles the sum before the next block (Accumulate::rescale()).
    void rescale() { accumulate_->rescale(); }

    /// Adds one block of as many codes on either side, with its two scale codes (ignored where an
    /// operand has no scale). Throws std::invalid_argument when there are not as many.
    void add(std::span<const std::uint32_t> a, std::uint32_t a_scale,
             std::span<const std::uint32_t> b, std::uint32_t b_scale);

    /// The same, of a new sum if it is the `first`.
    void block(bool first, std::span<const std::uint32_t> a, std::uint32_t a_scale,
               std::span<const std::uint32_t> b, std::uint32_t b_scale, const Integer& c = 0) {
        if (first) start(c);
        add(a, a_scale, b, b_scale);
    }

    /// The accumulator's bits, 0 <= acc < 2^width: a float's code, or a two's complement number.
    Integer acc() const { return accumulate_->code(); }
    int width() const { return accumulate_->width(); }

    /// An integer or fixed accumulator left its range since `first`.
    bool overflow() const { return accumulate_->overflow(); }

    /// An integer or fixed sum met NaN or infinity since `first` (without accumulator: in this
    /// block: `special_o`); acc then has no meaning.
    bool invalid() const { return accumulate_->invalid(); }

    /// A fixed accumulator dropped bits since `first`.
    bool inexact() const { return accumulate_->inexact(); }

  private:
    DotSpec spec_;
    std::unique_ptr<Accumulate> accumulate_;
};

}  // namespace mxgen::model
