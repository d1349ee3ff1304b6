// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "sw/fast/elements.h"
#include "sw/model/matmul.h"

namespace mxgen::fast {

/// One operand of a matrix product, cut into blocks and decoded once for the kind of sums that is
/// made.
class Side {
  public:
    /// Of an operand that fits, by model::check_shapes().
    Side(const BlockFormat& format, const model::MatrixOperand& operand, int block);

    /// Decodes for the fast sums; `plain` tells blocks apart that need the definition.
    void prepare(SumMethod sums);

    std::size_t blocks() const { return model::block_count(operand_, block_); }
    std::span<const std::uint32_t> codes(int row, std::size_t index) const {
        return part(std::span(operand_.codes), row, index);
    }
    model::ExactValue scale(int row, std::size_t index) const;
    int scale_exponent(int row, std::size_t index) const;
    const Elements& elements() const { return elements_; }

    std::span<const std::int64_t> units(int row, std::size_t index) const {
        return part(std::span(units_), row, index);
    }
    std::span<const PlainNumber> plain(int row, std::size_t index) const {
        return part(std::span(plain_), row, index);
    }

    /// Elements and scale of the block are finite.
    bool is_finite(int row, std::size_t index) const { return finite_[slot(row, index)] != 0; }
    const Wide& wide_scale(int row, std::size_t index) const { return scales_[slot(row, index)]; }

  private:
    template <typename T>
    std::span<const T> part(std::span<const T> all, int row, std::size_t index) const {
        const auto block = static_cast<std::size_t>(block_);
        const auto depth = static_cast<std::size_t>(operand_.depth);
        return all.subspan(static_cast<std::size_t>(row) * depth + index * block,
                           std::min(block, depth - index * block));
    }
    std::size_t slot(int row, std::size_t index) const {
        return static_cast<std::size_t>(row) * blocks() + index;
    }

    Elements elements_;
    const model::MatrixOperand& operand_;
    int block_;
    std::vector<std::int64_t> units_;
    std::vector<PlainNumber> plain_;
    std::vector<std::uint8_t> finite_;
    std::vector<Wide> scales_;
};

}  // namespace mxgen::fast
