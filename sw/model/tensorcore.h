// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// NVIDIA's matrix units (docs/numerics.md, "Dot product"): terms truncated to a common unit, G at
/// a time, in order.
class Tensorcore final : public Accumulate {
  public:
    static constexpr int lowest_exponent = -126;  ///< of a normal fp32 number

    /// Throws std::invalid_argument unless both operands are unscaled.
    explicit Tensorcore(const DotSpec& spec);

    void start(const Integer& c) override;
    void add(const Block& block) override;
    int width() const override { return fp32_.bits; }
    Integer code() const override;

    /// Adds `products` products group by group: sum(running, first, count) is what the running sum
    /// becomes with the `count` products from the one numbered `first`.
    template <typename Sum>
    void add_groups(std::size_t products, Sum sum) {
        const auto group = static_cast<std::size_t>(rule_.group);
        for (std::size_t first = 0; first < products; first += group) {
            const std::size_t count = std::min(group, products - first);
            running_ = sum(running_, first, count);
            since_promotion_ += static_cast<int>(count);
            if (rule_.promote > 0 && since_promotion_ >= rule_.promote) promote();
        }
    }

    /// A group's sum truncated to `bits` significant bits, below 2^-126 to the unit of that binade.
    static ExactValue truncate_result(const Dyadic& sum, int bits);

  private:
    /// One addend of a group and the exponent that it is aligned by.
    struct Term {
        Dyadic number;
        int exponent;
    };

    ExactValue group_sum(const ExactValue& running, const Block& block, std::size_t first,
                         std::size_t count) const;
    ExactValue truncated_sum(const std::vector<Term>& terms) const;
    void promote();

    Format a_, b_;
    Multiplier multiplier_;
    Accumulator rule_;
    Format fp32_;
    ExactValue running_, promoted_;
    int since_promotion_ = 0;
};

}  // namespace mxgen::model
