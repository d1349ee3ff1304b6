// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sw/model/accumulate.h"
#include "sw/model/multiply.h"
#include "sw/model/round.h"

namespace mxgen::model {
namespace {

constexpr int lowest_exponent = -126;  ///< of a normal fp32 number
constexpr std::uint32_t tensorcore_nan = 0x7FFFFFFF;

/// x with its magnitude truncated to a multiple of 2^unit.
Dyadic truncate(const Dyadic& x, int unit) {
    const Dyadic magnitude(floor_in_units(abs(x), unit), unit);
    return x.is_negative() ? -magnitude : magnitude;
}

/// A group's sum truncated to `bits` significant bits, below 2^-126 to the unit of that binade.
Value truncate_result(const Dyadic& sum, int bits) {
    if (sum.is_zero()) return finite_value(sum);
    const int unit = std::max(exponent_of(sum), lowest_exponent) - bits + 1;
    if (exponent_of(sum) >= 128) return infinite_value(sum.is_negative());
    return finite_value(truncate(sum, unit), sum.is_negative());
}

/// One addend of a group and the exponent that it is aligned by.
struct Term {
    Dyadic number;
    int exponent;
};

/// NVIDIA's matrix units: terms truncated to a common unit, G at a time, in order.
class Tensorcore final : public Accumulate {
  public:
    explicit Tensorcore(const DotSpec& spec)
        : a_(spec.a.element),
          b_(spec.b.element),
          multiplier_(spec.multiplier),
          rule_(spec.accumulator),
          fp32_(find_format("fp32").value()) {}

    void start(const Integer& c) override {
        running_ = decode(fp32_, c.convert_to<std::uint32_t>());
        promoted_ = Value();
        since_promotion_ = 0;
    }

    void add(const Block& block) override {
        for_groups(block.a.size(),
                   [&](std::size_t first, std::size_t count) { add_group(block, first, count); });
    }

    bool add_products(std::span<const Plain> a, std::span<const Plain> b) override {
        for_groups(a.size(), [&](std::size_t first, std::size_t count) {
            add_group(a.subspan(first, count), b.subspan(first, count));
        });
        return true;
    }

    void add_sum(const Value&, const Value&) override {
        throw std::logic_error("a tensorcore accumulator adds products, not sums");
    }

    int width() const override { return fp32_.bits; }

    Integer code() const override {
        const Value total = rule_.promote > 0 ? promoted_ + running_ : running_;
        return total.is_nan() ? tensorcore_nan : round_to(fp32_, total);
    }

  private:
    /// add(first, count) for each group of `size` products.
    template <typename Add>
    void for_groups(std::size_t size, Add add) {
        const auto group = static_cast<std::size_t>(rule_.group);
        for (std::size_t first = 0; first < size; first += group) {
            const std::size_t count = std::min(group, size - first);
            add(first, count);
            since_promotion_ += static_cast<int>(count);
            if (rule_.promote > 0 && since_promotion_ >= rule_.promote) promote();
        }
    }

    /// The same in machine words. A product is below 4 * 2^top and thus below 2^(F + 2) units.
    void add_group(std::span<const Plain> a, std::span<const Plain> b) {
        if (!running_.is_finite()) return;
        const int fields = a_.mantissa_bits + b_.mantissa_bits;
        int top = lowest_exponent;
        if (!running_.is_zero()) top = std::max(top, exponent_of(running_.number));
        for (std::size_t i = 0; i < a.size(); ++i)
            if (a[i].significand != 0 && b[i].significand != 0)
                top = std::max(top, a[i].exponent + b[i].exponent + fields);
        const int unit = top - rule_.alignment_bits;
        std::int64_t sum = floor_in_units(abs(running_.number), unit).convert_to<std::int64_t>();
        if (running_.negative) sum = -sum;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::int64_t product = std::int64_t{a[i].significand} * b[i].significand;
            const std::int64_t magnitude = product < 0 ? -product : product;
            const int shift = a[i].exponent + b[i].exponent - unit;
            const std::int64_t aligned = product == 0  ? 0
                                         : shift >= 0  ? magnitude << shift
                                         : shift > -63 ? magnitude >> -shift
                                                       : 0;
            sum += product < 0 ? -aligned : aligned;
        }
        running_ = truncate_result({sum, unit}, rule_.result_bits);
    }

    void add_group(const Block& block, std::size_t first, std::size_t count) {
        Value specials = running_;
        std::vector<Term> terms;
        if (running_.is_finite() && !running_.is_zero())
            terms.push_back({running_.number, exponent_of(running_.number)});
        for (std::size_t i = first; i < first + count; ++i) {
            const Value product = block.product(i);
            if (!product.is_finite()) specials = specials + product;
            if (product.is_finite() && !product.is_zero())
                terms.push_back({product.number,
                                 product_exponent(multiplier_, a_, b_, block.a[i], block.b[i])});
        }
        running_ = specials.is_finite() ? truncated_sum(terms) : specials;
    }

    Value truncated_sum(const std::vector<Term>& terms) const {
        int top = lowest_exponent;
        for (const Term& term : terms) top = std::max(top, term.exponent);
        Dyadic sum;
        for (const Term& term : terms)
            sum = sum + truncate(term.number, top - rule_.alignment_bits);
        return truncate_result(sum, rule_.result_bits);
    }

    void promote() {
        promoted_ = decode(fp32_, round_to(fp32_, promoted_ + running_));
        running_ = Value();
        since_promotion_ = 0;
    }

    Format a_, b_;
    Multiplier multiplier_;
    Accumulator rule_;
    Format fp32_;
    Value running_, promoted_;
    int since_promotion_ = 0;
};

}  // namespace

std::unique_ptr<Accumulate> make_tensorcore_accumulate(const DotSpec& spec) {
    const Format &a = spec.a.element, &b = spec.b.element;
    if (a.kind != Kind::floating || b.kind != Kind::floating || spec.a.scale || spec.b.scale)
        throw std::invalid_argument("tensorcore takes unscaled floating-point operands");
    return std::make_unique<Tensorcore>(spec);
}

}  // namespace mxgen::model
