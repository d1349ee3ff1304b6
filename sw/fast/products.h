// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sw/model/accumulate.h"

namespace mxgen::fast {

/// The products of a spec's approximate multiplier, by table where two codes have at most 16 bits.
/// With an exact multiplier there is nothing to keep.
class Products {
  public:
    explicit Products(const model::DotSpec& spec);

    /// The products of codes pair by pair, in `out`; nothing with an exact multiplier.
    void multiply(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                  std::vector<model::ExactValue>& out) const;

  private:
    Multiplier multiplier_;
    Format format_;
    std::shared_ptr<const std::vector<model::ExactValue>> table_;
};

}  // namespace mxgen::fast
