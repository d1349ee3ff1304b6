// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sw/fast/accumulate.h"
#include "sw/fast/elements.h"

namespace mxgen::fast {

/// Adds blocks of finite numbers to an accumulator in machine words, where the formats permit.
class BlockSums {
  public:
    BlockSums(const model::DotSpec& spec, const Elements& a, const Elements& b);

    /// Which of the two forms of add is meant; definition: neither.
    SumMethod kind() const { return kind_; }

    void add(FastAccumulate& accumulate, std::span<const std::int64_t> a,
             std::span<const std::int64_t> b, const WideScale& scale) const;

    /// False, and nothing done, where the products lie too far apart.
    bool add(FastAccumulate& accumulate, std::span<const PlainNumber> a,
             std::span<const PlainNumber> b, const WideScale& scale) const;

  private:
    SumMethod kind_;
    int unit_;
    bool narrow_ = false;  ///< a block's sum fits 64 bits
};

}  // namespace mxgen::fast
