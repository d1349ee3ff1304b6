// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <stdexcept>

#include "sw/model/side.h"
#include "sw/model/window.h"

namespace mxgen::model {
namespace {

template <typename Sum>
int128 sum_of_units(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
    Sum sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<Sum>(a[i]) * b[i];
    return sum;
}

/// A matrix product in progress: both sides and the accumulator that they feed.
class Multiplication {
  public:
    Multiplication(const DotSpec& spec, const Operand& a, const Operand& b, Path path)
        : unit_(product_unit(spec)),
          a_(spec.a, a, block_size(spec)),
          b_(spec.b, b, block_size(spec)),
          accumulate_(make_accumulate(spec)) {
        if (path == Path::definition) return;
        sums_ = choose_sums(spec, a_.elements(), b_.elements());
        if (sums_ == Sums::definition) return;
        a_.prepare(sums_);
        b_.prepare(sums_);
        const int bits = a_.elements().table()->unit_bits + b_.elements().table()->unit_bits +
                         bit_length(block_size(spec));
        sum_ = bits < 63 ? sum_of_units<std::int64_t> : sum_of_units<int128>;
    }

    void run(int row, int col, const Integer& c) {
        accumulate_->start(c);
        for (std::size_t index = 0; index < a_.blocks(); ++index)
            if (!add_fast(row, col, index)) add_by_definition(row, col, index);
    }

    const Accumulate& accumulate() const { return *accumulate_; }

  private:
    /// False where the block needs the definition.
    bool add_fast(int row, int col, std::size_t index) {
        if (sums_ == Sums::definition || !a_.is_finite(row, index) || !b_.is_finite(col, index))
            return false;
        if (sums_ == Sums::units) {
            add_sum({sum_(a_.units(row, index), b_.units(col, index)), unit_}, row, col, index);
            return true;
        }
        const auto a = a_.plain(row, index), b = b_.plain(col, index);
        if (accumulate_->add_products(a, b)) return true;
        const auto sum = sum_of_products(a, b);
        // Room for the significands of two scales.
        constexpr int widest_sum = 76;
        if (!sum || bit_length(sum->num) > widest_sum) return false;
        add_sum(*sum, row, col, index);
        return true;
    }

    void add_sum(const Wide& sum, int row, int col, std::size_t index) {
        const Wide &sa = a_.wide_scale(row, index), &sb = b_.wide_scale(col, index);
        accumulate_->add_wide(sum, {sa.num * sb.num, sa.exp + sb.exp});
    }

    void add_by_definition(int row, int col, std::size_t index) {
        a_.elements().values(a_.codes(row, index), a_values_);
        b_.elements().values(b_.codes(col, index), b_values_);
        accumulate_->add({a_values_, b_values_, a_.scale(row, index) * b_.scale(col, index)});
    }

    Sums sums_ = Sums::definition;
    int unit_;
    Side a_, b_;
    std::unique_ptr<Accumulate> accumulate_;
    int128 (*sum_)(std::span<const std::int64_t>, std::span<const std::int64_t>) = nullptr;
    std::vector<Value> a_values_, b_values_;
};

}  // namespace

Product matmul(const DotSpec& spec, const Operand& a, const Operand& b, std::span<const Integer> c,
               Path path) {
    const std::size_t results = static_cast<std::size_t>(a.rows) * b.rows;
    if (a.depth != b.depth || (spec.initial && c.size() != results))
        throw std::invalid_argument("operands need one depth, and first values for every result");
    Multiplication multiplication(spec, a, b, path);
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
