// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sw/model/elements.h"

namespace mxgen::model {

/// Adds blocks of finite numbers to an accumulator in machine words, where the formats permit.
class FastSums {
  public:
    FastSums(const DotSpec& spec, const Elements& a, const Elements& b);

    /// Which of the two forms of add is meant; definition: neither.
    Sums kind() const { return kind_; }

    void add(Accumulate& accumulate, std::span<const std::int64_t> a,
             std::span<const std::int64_t> b, const Wide& scale) const;

    /// False, and nothing done, where the products lie too far apart.
    bool add(Accumulate& accumulate, std::span<const Plain> a, std::span<const Plain> b,
             const Wide& scale) const;

  private:
    Sums kind_;
    int unit_;
    bool narrow_ = false;  ///< a block's sum fits 64 bits
};

}  // namespace mxgen::model
