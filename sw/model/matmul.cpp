// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

#include "sw/model/elements.h"
#include "sw/model/wide.h"

namespace mxgen::model {
namespace {

/// One operand decoded once: values for the definition, units and plain scales for the fast path.
class Side {
  public:
    Side(const BlockFormat& format, const Operand& operand, int block, bool fast)
        : elements_(format), operand_(operand), block_(block) {
        const std::size_t codes = static_cast<std::size_t>(operand.rows) * operand.depth;
        const std::size_t scales = static_cast<std::size_t>(operand.rows) * blocks();
        if (operand.codes.size() != codes || (format.scale && operand.scales.size() != scales))
            throw std::invalid_argument("an operand needs rows x depth codes and a scale a block");
        if (fast) prepare(scales);
    }

    std::size_t blocks() const {
        return static_cast<std::size_t>((operand_.depth + block_ - 1) / block_);
    }
    int length(std::size_t index) const {
        return std::min(block_, operand_.depth - static_cast<int>(index) * block_);
    }
    std::span<const std::uint32_t> codes(int row, std::size_t index) const {
        return std::span(operand_.codes).subspan(offset(row, index), length(index));
    }
    Value scale(int row, std::size_t index) const {
        return elements_.scale(operand_.scales.empty() ? 0 : operand_.scales[slot(row, index)]);
    }
    const Elements& elements() const { return elements_; }

    const std::int64_t* units(int row, std::size_t index) const {
        return units_.data() + offset(row, index);
    }
    bool plain(int row, std::size_t index) const { return plain_[slot(row, index)] != 0; }
    const Wide& plain_scale(int row, std::size_t index) const { return scales_[slot(row, index)]; }

  private:
    std::size_t offset(int row, std::size_t index) const {
        return static_cast<std::size_t>(row) * operand_.depth + index * block_;
    }
    std::size_t slot(int row, std::size_t index) const {
        return static_cast<std::size_t>(row) * blocks() + index;
    }

    void prepare(std::size_t slots) {
        units_.reserve(operand_.codes.size());
        for (const std::uint32_t code : operand_.codes) units_.push_back(elements_.units(code));
        plain_.reserve(slots);
        for (int row = 0; row < operand_.rows; ++row) {
            for (std::size_t index = 0; index < blocks(); ++index) {
                const auto block = codes(row, index);
                const Value scale_value = scale(row, index);
                const bool finite = std::none_of(
                    block.begin(), block.end(), [&](auto code) { return elements_.special(code); });
                plain_.push_back(finite && scale_value.is_finite());
                scales_.push_back(to_wide(scale_value.number).value());
            }
        }
    }

    Elements elements_;
    const Operand& operand_;
    int block_;
    std::vector<std::int64_t> units_;
    std::vector<std::uint8_t> plain_;
    std::vector<Wide> scales_;
};

template <typename Sum>
int128 sum_of_products(const std::int64_t* a, const std::int64_t* b, int count) {
    Sum sum = 0;
    for (int i = 0; i < count; ++i) sum += static_cast<Sum>(a[i]) * b[i];
    return sum;
}

/// A matrix product in progress: both sides and the accumulator that they feed.
class Multiplication {
  public:
    Multiplication(const DotSpec& spec, const Operand& a, const Operand& b, bool fast)
        : fast_(fast),
          unit_(unit_exponent(spec.a.element) + unit_exponent(spec.b.element)),
          a_(spec.a, a, block_size(spec), fast),
          b_(spec.b, b, block_size(spec), fast),
          accumulate_(make_accumulate(spec)) {
        const int bits =
            a_.elements().unit_bits() + b_.elements().unit_bits() + bit_length(block_size(spec));
        sum_ = bits < 63 ? sum_of_products<std::int64_t> : sum_of_products<int128>;
    }

    void run(int row, int col, const Integer& c) {
        accumulate_->start(c);
        for (std::size_t index = 0; index < a_.blocks(); ++index) {
            if (fast_ && a_.plain(row, index) && b_.plain(col, index))
                add_fast(row, col, index);
            else
                add_by_definition(row, col, index);
        }
    }

    const Accumulate& accumulate() const { return *accumulate_; }

  private:
    void add_fast(int row, int col, std::size_t index) {
        const int128 sum = sum_(a_.units(row, index), b_.units(col, index), a_.length(index));
        const Wide &sa = a_.plain_scale(row, index), &sb = b_.plain_scale(col, index);
        accumulate_->add_wide({sum, unit_}, {sa.num * sb.num, sa.exp + sb.exp});
    }

    void add_by_definition(int row, int col, std::size_t index) {
        a_.elements().values(a_.codes(row, index), a_values_);
        b_.elements().values(b_.codes(col, index), b_values_);
        accumulate_->add({a_values_, b_values_, a_.scale(row, index) * b_.scale(col, index)});
    }

    bool fast_;
    int unit_;
    Side a_, b_;
    std::unique_ptr<Accumulate> accumulate_;
    int128 (*sum_)(const std::int64_t*, const std::int64_t*, int);
    std::vector<Value> a_values_, b_values_;
};

}  // namespace

Product matmul(const DotSpec& spec, const Operand& a, const Operand& b, std::span<const Integer> c,
               Path path) {
    const std::size_t results = static_cast<std::size_t>(a.rows) * b.rows;
    if (a.depth != b.depth || (spec.initial && c.size() != results))
        throw std::invalid_argument("operands need one depth, and first values for every result");
    const bool fast = path == Path::fast && has_fast_sums(spec, Elements(spec.a), Elements(spec.b));
    Multiplication multiplication(spec, a, b, fast);
    Product product{a.rows, b.rows, {}, {}, {}};
    product.acc.reserve(results);
    for (int row = 0; row < a.rows; ++row) {
        for (int col = 0; col < b.rows; ++col) {
            multiplication.run(row, col, spec.initial ? c[product.acc.size()] : Integer(0));
            const Accumulate& accumulate = multiplication.accumulate();
            product.acc.push_back(accumulate.code());
            product.overflow.push_back(accumulate.overflow());
            product.invalid.push_back(accumulate.invalid());
        }
    }
    return product;
}

}  // namespace mxgen::model
