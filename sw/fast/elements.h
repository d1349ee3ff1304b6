// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sw/fast/plain.h"
#include "sw/model/accumulate.h"

namespace mxgen::fast {

/// Every code of a format of at most 16 bits, decoded once in the life of the program.
struct ElementTable {
    std::vector<model::ExactValue> values;
    std::vector<PlainNumber> plain;     ///< zero for specials
    std::vector<std::int64_t> units;    ///< the same as multiples of 2^unit_exponent; may be empty
    std::vector<std::uint8_t> special;  ///< NaN or infinity
    int unit_bits =
        0;  ///< of the largest magnitude in units; 0 where the numbers lie too far apart
};

/// Decodes the codes of one operand, by table where there is one.
class Elements {
  public:
    explicit Elements(const BlockFormat& format);

    model::ExactValue value(std::uint32_t code) const;
    void values(std::span<const std::uint32_t> codes, std::vector<model::ExactValue>& out) const;
    model::ExactValue scale(std::uint32_t code) const;
    int scale_exponent(std::uint32_t code) const { return model::scale_exponent(format_, code); }

    /// Null for formats of more than 16 bits.
    const ElementTable* table() const { return table_.get(); }

    PlainNumber plain(std::uint32_t code) const { return table_->plain[code & mask_]; }
    std::int64_t units(std::uint32_t code) const { return table_->units[code & mask_]; }
    bool special(std::uint32_t code) const { return table_->special[code & mask_] != 0; }

  private:
    BlockFormat format_;
    std::uint32_t mask_ = 0;
    std::shared_ptr<const ElementTable> table_;
};

/// How the exact sums of a block are made; the formats' data alone decide it.
enum class SumMethod {
    units,       ///< in multiples of the smallest product bit: they fit 128 bits, scales included
    plain,       ///< product by product; what does not fit goes by the definition
    definition,  ///< from ExactValues
};

/// Bits to count the products of a block with, some to spare: unscaled blocks may be of any size.
int count_bits(const model::DotSpec& spec);

SumMethod choose_sums(const model::DotSpec& spec, const Elements& a, const Elements& b);

}  // namespace mxgen::fast
