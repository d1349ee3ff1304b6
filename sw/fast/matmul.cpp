// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/matmul.h"

#include "sw/fast/block_sums.h"
#include "sw/fast/products.h"
#include "sw/fast/side.h"

namespace mxgen::fast {
namespace {

/// A matrix product in progress: both sides and the accumulator that they feed.
class Multiplication {
  public:
    Multiplication(const model::DotSpec& spec, const model::MatrixOperand& a,
                   const model::MatrixOperand& b)
        : a_(spec.a, a, model::block_size(spec)),
          b_(spec.b, b, model::block_size(spec)),
          products_(spec),
          sums_(spec, a_.elements(), b_.elements()),
          accumulate_(fast::make_accumulate(spec)) {
        if (!is_fast()) return;
        a_.prepare(sums_.kind());
        b_.prepare(sums_.kind());
    }

    void run(int row, int col, const Integer& c, const std::set<std::size_t>& rescaled) {
        accumulate_->start(c);
        for (std::size_t index = 0; index < a_.blocks(); ++index) {
            if (rescaled.contains(index)) accumulate_->rescale();
            if (!add_fast(row, col, index)) add_by_definition(row, col, index);
        }
    }

    const FastAccumulate& accumulate() const { return *accumulate_; }

  private:
    bool is_fast() const { return sums_.kind() != SumMethod::definition; }

    /// False where the block needs the definition.
    bool add_fast(int row, int col, std::size_t index) {
        if (!is_fast() || !a_.is_finite(row, index) || !b_.is_finite(col, index)) return false;
        const Wide &sa = a_.wide_scale(row, index), &sb = b_.wide_scale(col, index);
        const WideScale scale{{sa.num * sb.num, sa.exp + sb.exp}, scale_exponent(row, col, index)};
        if (sums_.kind() == SumMethod::plain)
            return sums_.add(*accumulate_, a_.plain(row, index), b_.plain(col, index), scale);
        sums_.add(*accumulate_, a_.units(row, index), b_.units(col, index), scale);
        return true;
    }

    void add_by_definition(int row, int col, std::size_t index) {
        a_.elements().values(a_.codes(row, index), a_values_);
        b_.elements().values(b_.codes(col, index), b_values_);
        products_.multiply(a_.codes(row, index), b_.codes(col, index), approximate_);
        accumulate_->add({a_values_, b_values_, a_.scale(row, index) * b_.scale(col, index),
                          approximate_, scale_exponent(row, col, index)});
    }

    int scale_exponent(int row, int col, std::size_t index) const {
        return a_.scale_exponent(row, index) + b_.scale_exponent(col, index);
    }

    Side a_, b_;
    Products products_;
    BlockSums sums_;
    std::unique_ptr<FastAccumulate> accumulate_;
    std::vector<model::ExactValue> a_values_, b_values_, approximate_;
};

}  // namespace

model::MatrixProduct matmul(const model::DotSpec& spec, const model::MatrixOperand& a,
                            const model::MatrixOperand& b, std::span<const Integer> c,
                            const std::set<std::size_t>& rescaled) {
    model::check_shapes(spec, a, b, c);
    Multiplication multiplication(spec, a, b);
    model::MatrixProduct product{a.rows, b.rows, {}, {}, {}};
    for (int row = 0; row < a.rows; ++row) {
        for (int col = 0; col < b.rows; ++col) {
            multiplication.run(row, col, spec.initial ? c[product.acc.size()] : Integer(0),
                               rescaled);
            const FastAccumulate& accumulate = multiplication.accumulate();
            product.acc.push_back(accumulate.code());
            product.overflow.push_back(accumulate.overflow());
            product.invalid.push_back(accumulate.invalid());
        }
    }
    return product;
}

}  // namespace mxgen::fast
