// SPDX-License-Identifier: Apache-2.0
#include "sw/model/tensorcore.h"

#include <stdexcept>

#include "sw/model/multiply.h"
#include "sw/model/round.h"

namespace mxgen::model {
namespace {

constexpr std::uint32_t tensorcore_nan = 0x7FFFFFFF;

/// x with its magnitude truncated to a multiple of 2^unit.
Dyadic truncate(const Dyadic& x, int unit) {
    const Dyadic magnitude(floor_in_units(abs(x), unit), unit);
    return x.is_negative() ? -magnitude : magnitude;
}

}  // namespace

Tensorcore::Tensorcore(const DotSpec& spec)
    : a_(spec.a.element),
      b_(spec.b.element),
      multiplier_(spec.multiplier),
      rule_(spec.accumulator),
      fp32_(find_format("fp32").value()) {
    if (spec.a.scale || spec.b.scale)
        throw std::invalid_argument("tensorcore takes unscaled operands");
}

void Tensorcore::start(const Integer& c) {
    running_ = decode(fp32_, c.convert_to<std::uint32_t>());
    promoted_ = ExactValue();
    since_promotion_ = 0;
}

void Tensorcore::add(const Block& block) {
    add_groups(block.a.size(),
               [&](const ExactValue& running, std::size_t first, std::size_t count) {
                   return group_sum(running, block, first, count);
               });
}

Integer Tensorcore::code() const {
    const ExactValue total = rule_.promote > 0 ? promoted_ + running_ : running_;
    return total.is_nan() ? tensorcore_nan : round_to(fp32_, total);
}

ExactValue Tensorcore::truncate_result(const Dyadic& sum, int bits) {
    if (sum.is_zero()) return finite_value(sum);
    const int unit = std::max(exponent_of(sum), lowest_exponent) - bits + 1;
    if (exponent_of(sum) >= 128) return infinite_value(sum.is_negative());
    return finite_value(truncate(sum, unit), sum.is_negative());
}

ExactValue Tensorcore::group_sum(const ExactValue& running, const Block& block, std::size_t first,
                                 std::size_t count) const {
    ExactValue specials = running;
    std::vector<Term> terms;
    if (running.is_finite() && !running.is_zero())
        terms.push_back({running.number, exponent_of(running.number)});
    for (std::size_t i = first; i < first + count; ++i) {
        const ExactValue product = block.product(i);
        if (!product.is_finite()) specials = specials + product;
        if (product.is_finite() && !product.is_zero())
            terms.push_back(
                {product.number, product_exponent(multiplier_, a_, b_, block.a[i], block.b[i])});
    }
    return specials.is_finite() ? truncated_sum(terms) : specials;
}

ExactValue Tensorcore::truncated_sum(const std::vector<Term>& terms) const {
    int top = lowest_exponent;
    for (const Term& term : terms) top = std::max(top, term.exponent);
    Dyadic sum;
    for (const Term& term : terms) sum = sum + truncate(term.number, top - rule_.alignment_bits);
    return truncate_result(sum, rule_.result_bits);
}

void Tensorcore::promote() {
    promoted_ = decode(fp32_, round_to(fp32_, promoted_ + running_));
    running_ = ExactValue();
    since_promotion_ = 0;
}

std::unique_ptr<Accumulate> make_tensorcore_accumulate(const DotSpec& spec) {
    return std::make_unique<Tensorcore>(spec);
}

}  // namespace mxgen::model
