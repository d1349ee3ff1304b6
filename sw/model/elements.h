// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sw/model/accumulate.h"

namespace mxgen::model {

/// Decodes the codes of one operand, by table where they have at most 16 bits.
class Elements {
  public:
    explicit Elements(const BlockFormat& format);

    Value value(std::uint32_t code) const;
    void values(std::span<const std::uint32_t> codes, std::vector<Value>& out) const;
    Value scale(std::uint32_t code) const;
    const BlockFormat& format() const { return format_; }

    /// Bits of the largest magnitude in units of 2^unit_exponent; 0 where no table of units exists
    /// because there are too many codes or they lie too far apart.
    int unit_bits() const { return unit_bits_; }

    /// The number of a code in units, zero for specials.
    std::int64_t units(std::uint32_t code) const { return units_[code & mask_]; }
    bool special(std::uint32_t code) const { return special_[code & mask_] != 0; }

  private:
    void tabulate_units();

    BlockFormat format_;
    std::uint32_t mask_ = 0;
    int unit_bits_ = 0;
    std::vector<Value> values_;
    std::vector<std::int64_t> units_;
    std::vector<std::uint8_t> special_;
};

/// True where 128-bit sums of table units hold every scaled block exactly, so that the fast path
/// applies: decided by the formats' data alone.
bool has_fast_sums(const DotSpec& spec, const Elements& a, const Elements& b);

}  // namespace mxgen::model
