// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sw/model/accumulate.h"
#include "sw/model/elements.h"
#include "sw/model/fast_sums.h"
#include "sw/model/path.h"
#include "sw/model/products.h"

namespace mxgen::model {

/// The golden dot product of docs/numerics.md, "Dot product": takes blocks, holds an accumulator.
class Dot {
  public:
    explicit Dot(const DotSpec& spec, Path path = Path::fast);

    /// Adds one block of as many codes on either side, with its two scale codes (ignored where an
    /// operand has no scale). `first` starts a new sum, from the code `c` when the spec has an
    /// initial value and from zero otherwise.
    void block(bool first, std::span<const std::uint32_t> a, std::uint32_t a_scale,
               std::span<const std::uint32_t> b, std::uint32_t b_scale, const Integer& c = 0);

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
    /// One operand and room for a decoded block of it.
    struct Side {
        explicit Side(const BlockFormat& format) : elements(format) {}

        Elements elements;
        std::vector<Value> values;
        std::vector<std::int64_t> units;
        std::vector<Plain> plain;
    };

    bool add_fast(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                  const Value& scale);

    bool initial_;
    Side a_, b_;
    Products products_;
    std::vector<Value> approximate_;
    FastSums sums_;
    bool fast_;
    std::unique_ptr<Accumulate> accumulate_;
};

}  // namespace mxgen::model
