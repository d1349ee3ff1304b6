// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <stdexcept>

#include "sw/model/fast_sums.h"
#include "sw/model/products.h"
#include "sw/model/side.h"

namespace mxgen::model {
namespace {

/// A matrix product in progress: both sides and the accumulator that they feed.
class Multiplication {
  public:
    Multiplication(const DotSpec& spec, const Operand& a, const Operand& b, Path path)
        : a_(spec.a, a, block_size(spec)),
          b_(spec.b, b, block_size(spec)),
          products_(spec),
          sums_(spec, a_.elements(), b_.elements()),
          fast_(path == Path::fast && sums_.kind() != Sums::definition),
          accumulate_(make_accumulate(spec)) {
        if (!fast_) return;
        a_.prepare(sums_.kind());
        b_.prepare(sums_.kind());
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
        if (!fast_ || !a_.is_finite(row, index) || !b_.is_finite(col, index)) return false;
        const Wide &sa = a_.wide_scale(row, index), &sb = b_.wide_scale(col, index);
        const Wide scale{sa.num * sb.num, sa.exp + sb.exp};
        if (sums_.kind() == Sums::plain)
            return sums_.add(*accumulate_, a_.plain(row, index), b_.plain(col, index), scale);
        sums_.add(*accumulate_, a_.units(row, index), b_.units(col, index), scale);
        return true;
    }

    void add_by_definition(int row, int col, std::size_t index) {
        a_.elements().values(a_.codes(row, index), a_values_);
        b_.elements().values(b_.codes(col, index), b_values_);
        products_.multiply(a_.codes(row, index), b_.codes(col, index), approximate_);
        accumulate_->add(
            {a_values_, b_values_, a_.scale(row, index) * b_.scale(col, index), approximate_});
    }

    Side a_, b_;
    Products products_;
    FastSums sums_;
    bool fast_;
    std::unique_ptr<Accumulate> accumulate_;
    std::vector<Value> a_values_, b_values_, approximate_;
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
