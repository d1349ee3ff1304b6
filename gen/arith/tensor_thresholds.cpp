// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/tensor_thresholds.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/normalize.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// Thresholds that are all compared at once.
constexpr std::size_t max_thresholds = 16;
constexpr int gain_bias = 127;

Int odd_part(Int x) {
    while (x % 2 == 0) x /= 2;
    return x;
}

int log2_of(const Int& x) { return static_cast<int>(bit_length(x)) - 1; }

/// x in lo..hi, what is beyond as the next of them.
Value clamped(const Value& x, const Int& lo, const Int& hi) {
    auto range = x.range();
    auto value = x;
    if (range.lo < lo) value = mux(x < Value(lo), lo, value);
    if (range.hi > hi) value = mux(x > Value(hi), hi, value);
    return value.within(std::max(range.lo, lo), std::min(range.hi, hi));
}

/// The element that the bits of `index` number.
Value selected(const std::vector<Value>& elements, const Value& index) {
    auto chosen = elements;
    for (unsigned bit = 0; chosen.size() > 1; ++bit) {
        std::vector<Value> half;
        for (std::size_t i = 0; i < chosen.size(); i += 2)
            half.push_back(mux(index.bit(bit), chosen[i + 1], chosen[i]));
        chosen = half;
    }
    return chosen[0];
}

/// A magnitude of the input with its leading one in front.
Normalized normalized(const Format& f, const Value& code) {
    return normalize(f, code, static_cast<unsigned>(f.mantissa_bits) + 1);
}

}  // namespace

Range gain_exponents() { return {-23, 255}; }

TensorThresholds::TensorThresholds(const Format& input, const Format& scale,
                                   const ElementRule& rule, bool saturates)
    : input_(input), scale_(scale), rule_(rule), saturates_(saturates) {
    collect_ladder();
    collect_scale_marks(largest(rule.format));
    collect_dividends();
}

void TensorThresholds::collect_ladder() {
    const auto rounding = rule_.rounding.rounding;
    const unsigned halves = is_nearest(rounding) ? 1 : 0;
    const auto l = ladders(rule_.format, rule_.propagate);
    const auto one = thresholds_of(l.positive, rounding, halves),
               other = thresholds_of(l.negative, rounding, halves);
    const auto &shorter = one.size() < other.size() ? one : other,
               &longer = one.size() < other.size() ? other : one;
    const auto is_same = [](const Threshold& a, const Threshold& b) {
        return a.value == b.value && a.strict == b.strict;
    };
    if (is_stochastic(rounding) || longer.size() > max_thresholds || longer[0].value <= 0 ||
        !std::equal(shorter.begin(), shorter.end(), longer.begin(), is_same))
        throw CircuitError(fmt::format(
            "{}: elements without thresholds that a tensor's scale gives", rule_.format.name));
    ladder_ = longer;
    unit_ = l.unit - static_cast<int>(halves);
    for (const auto& t : ladder_)
        if (std::ranges::find(groups_, group_of(t)) == groups_.end())
            groups_.push_back(group_of(t));
}

TensorThresholds::Group TensorThresholds::group_of(const Threshold& t) const {
    return {odd_part(t.value), t.strict};
}

TensorThresholds::Mark TensorThresholds::mark(const Int& number, int unit, bool strict) const {
    return {number, log2_of(number) + unit - 1 + input_.bias + gain_bias, strict};
}

/// Halfway between neighbouring scales lie odd multiples of half a step, a tie going to the even
/// code; the numbers that amax reaches are `max` times as large.
void TensorThresholds::collect_scale_marks(const Largest& max) {
    const int half_step = -scale_.bias - scale_.mantissa_bits + max.exponent - max.fraction_bits;
    const auto count = scales_per_binade();
    for (unsigned code = 0; code < count; ++code) {
        const bool is_even = code % 2 == 0;
        lowest_.push_back(mark((2 * code + 1) * max.significand, half_step, is_even));
        binade_.push_back(mark((2 * (count + code) + 1) * max.significand, half_step, is_even));
    }
}

void TensorThresholds::collect_dividends() {
    for (const auto* marks : {&binade_, &lowest_})
        for (const auto& m : *marks) dividends_.push_back(odd_part(m.number));
    const auto count = scales_per_binade();
    for (const auto& group : groups_)
        for (unsigned row = 0; row < count; ++row)
            dividends_.push_back(odd_part(group.odd * (count + row)));
    std::ranges::sort(dividends_);
    dividends_.erase(std::unique(dividends_.begin(), dividends_.end()), dividends_.end());
}

Value TensorThresholds::quotient(const TensorGain& gain, const Int& number, bool strict) const {
    const auto at = std::ranges::lower_bound(dividends_, odd_part(number)) - dividends_.begin();
    auto word = gain.quotients[static_cast<unsigned>(at)];
    return strict ? word | Value(1) : word;
}

/// From the lowest normal binade on scales repeat binade by binade, and so do the numbers at which
/// they change. Those of one binade lie within a factor of two: amax reaches as many of each as of
/// the last, or one more, which its fraction tells. Below, the same count falls behind that of the
/// numbers there.
Value TensorThresholds::scale_code(const Value& largest, const TensorGain& gain) const {
    const auto p = fraction_bits();
    const auto count = static_cast<int>(scales_per_binade());
    auto amax = normalized(input_, concat({Value(0), largest}));
    auto fraction = concat({amax.significand.low(p - 1), Value(0)}).as("largest_fraction");
    const Int last = largest_code(scale_);
    const int first_field = lowest_[0].field, end_field = binade_.back().field;
    auto field = clamped(amax.exponent + gain.exponent, first_field - 1,
                         end_field + 2 + (last >> static_cast<unsigned>(scale_.mantissa_bits)));
    auto end = quotient(gain, binade_.back().number, binade_.back().strict);
    auto ends = (fraction >= end.low(p)).as("ends_binade");
    std::vector<Value> steps;
    for (std::size_t i = 0; i + 1 < binade_.size(); ++i) {
        auto word = quotient(gain, binade_[i].number, binade_[i].strict);
        auto reached = fraction >= word.low(p);
        auto is_below = end.bit(p) + Value(end_field - binade_[i].field) != word.bit(p);
        steps.push_back(mux(is_below, reached | !ends, reached & !ends));
    }
    auto binade = field - end.bit(p) + ends + Value(1 - end_field);
    auto normal =
        ((binade << Value(Int(scale_.mantissa_bits))) + count_of(steps)).as("counted_scale");
    auto position = concat({field - Value(Int(first_field - 1)), fraction});
    std::vector<Value> reached;
    for (const auto& m : lowest_) {
        auto word = quotient(gain, m.number, m.strict);
        auto place = word.bit(p) + Value(Int(m.field - first_field + 1));
        reached.push_back(position >= concat({place, word.low(p)}));
    }
    auto subnormal = count_of(reached);
    auto code = mux(normal >= Value(count), normal, subnormal);
    auto stored = code.low(static_cast<unsigned>(scale_.bits));
    auto number = mux(normal > Value(last), last, stored);
    return mux(largest == 0, 0, number).within(0, last).as("scale_number");
}

/// Where the thresholds of a group lie behind the leading one, under the scale significand of a
/// row, and in front how many binades above the lowest that they can.
Value TensorThresholds::fraction(const Group& group, const Value& row,
                                 const TensorGain& gain) const {
    const auto p = fraction_bits();
    const auto count = scales_per_binade();
    std::vector<Value> rows;
    for (unsigned i = 0; i < count; ++i) {
        Int number = group.odd * (count + i);
        auto word = quotient(gain, number, group.strict);
        const int carry = log2_of(number) - log2_of(group.odd) - scale_.mantissa_bits;
        rows.push_back(concat({(word.bit(p) + Value(carry)).within(0, 2), word.low(p)}));
    }
    return selected(rows, row).as(
        fmt::format("fraction{}{}", group.odd.str(), group.strict ? "" : "_reached"));
}

BlockThresholds TensorThresholds::block(const Value& largest, const TensorGain& gain) const {
    const auto m = static_cast<unsigned>(scale_.mantissa_bits);
    auto number = scale_code(largest, gain);
    auto special = (largest >= Value(((pow2(static_cast<unsigned>(input_.exponent_bits)) - 1)
                                      << static_cast<unsigned>(input_.mantissa_bits))));
    auto unusable = !gain.usable;
    auto nan = (saturates_ ? unusable : unusable | special).as("is_nan");
    std::vector<Int> rows{0}, exponents{1};
    for (unsigned code = 1; code < scales_per_binade(); ++code) {
        const auto shift = m + 1 - bit_length(code);
        rows.push_back((code << shift) - scales_per_binade());
        exponents.push_back(1 - static_cast<int>(shift));
    }
    auto low = number.low(m), field = number >> Value(Int(m));
    auto subnormal = (field == 0).as("is_subnormal_scale");
    auto row = mux(subnormal, lookup(low, rows), low).as("scale_row");
    auto code = mux(nan, nan_code(scale_).value(), number);
    while (code.width() < static_cast<unsigned>(scale_.bits)) code = concat({Value(0), code});
    BlockThresholds block{
        .code = code.as("scale"),
        .clear = nan | (number == 0),
        .exponent = mux(subnormal, lookup(low, exponents), field).as("scale_exponent"),
        .fractions = {}};
    for (const auto& group : groups_) block.fractions.push_back(fraction(group, row, gain));
    return block;
}

Value TensorThresholds::element(const Value& code, const Value& gain_exponent,
                                const BlockThresholds& block) const {
    const auto p = fraction_bits();
    auto x = normalized(input_, code);
    auto fraction = concat({x.significand.low(p - 1), Value(0)}).as("fraction");
    // A threshold's exponent field without that of the scale, g's 0, and no binade above.
    const auto field_of = [&](const Threshold& t) {
        return log2_of(t.value) + unit_ - scale_.bias - 1 + input_.bias + gain_bias;
    };
    const int first = field_of(ladder_.front()), last = field_of(ladder_.back());
    const auto exponents = block.exponent.range();
    const Int below = exponents.lo + first - 1, above = exponents.hi + last + 3;
    auto zero = code.low(static_cast<unsigned>(input_.bits) - 1) == 0;
    auto field = mux(zero, below, clamped(x.exponent + gain_exponent, below, above));
    auto height = (field - Value(below)).as("height") - (block.exponent - Value(exponents.lo));
    std::vector<Value> equals, reached;
    for (const auto& f : block.fractions) equals.push_back(fraction >= f.low(p));
    for (const auto& t : ladder_) {
        const auto group =
            static_cast<std::size_t>(std::ranges::find(groups_, group_of(t)) - groups_.begin());
        auto place = block.fractions[group].bits(p + 1, p) + Value(field_of(t) - first + 1);
        reached.push_back((height > place) | ((height == place) & equals[group]));
    }
    return encode_rung(rule_, {x.neg, count_of(reached).as("position"), x.special, x.nan},
                       block.clear);
}

}  // namespace mxgen::arith
