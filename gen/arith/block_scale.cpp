// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/block_scale.h"

#include <algorithm>

namespace mxgen::arith {

using namespace ir;

namespace {

constexpr int e8m0_bias = 127, largest_e8m0 = 254, nan_e8m0 = 255;

}  // namespace

ScaleChooser::ScaleChooser(const Format& input, const Format& element, ScaleRule rule,
                           bool saturates)
    : input_(input),
      largest_(largest(element)),
      rule_(rule),
      saturates_(saturates),
      origin_(input.bias + largest_.exponent - e8m0_bias),
      min_field_(std::max(-input.mantissa_bits, std::min(0, origin_))) {}

int ScaleChooser::lowest_top() const { return std::max(origin_, min_field_); }

Int ScaleChooser::min_key() const { return Int(lowest_top() - min_field_) << has_lift(); }

bool ScaleChooser::may_exceed() const {
    // Numbers beyond the largest scale are those of elements that are small themselves.
    int highest = (1 << input_.exponent_bits) - 2 + (has_lift() && !carries_to_nan(rule_));
    return saturates_ || highest - origin_ > largest_e8m0;
}

/// Whether the significand puts the scale one higher than the exponent alone.
Value ScaleChooser::lifts(const Value& normal, const Value& fraction) const {
    int p = input_.mantissa_bits, m = largest_.fraction_bits;
    auto places = [](int n) { return Value(std::max(0, n)); };
    switch (rule_) {
        case ScaleRule::floor:
            return Value(0);
        case ScaleRule::ceil:
            return normal & (fraction != 0);
        case ScaleRule::even: {
            // Half a unit in the element's last place carries out of a run of ones only.
            Int ones = pow2(static_cast<unsigned>(m) + 1) - 1;
            return normal & ((fraction >> places(p - m - 1)) == Value(ones));
        }
        case ScaleRule::rceil:
            break;
    }
    Int max_fraction = largest_.significand - pow2(static_cast<unsigned>(m));
    max_fraction <<= static_cast<unsigned>(std::max(0, p - m));
    return normal & ((fraction << places(m - p)) > Value(max_fraction));
}

Value ScaleChooser::key(const Value& code) const {
    auto p = static_cast<unsigned>(input_.mantissa_bits);
    auto x = normalize(input_, code, static_cast<unsigned>(1 - min_field_));
    auto exponent = x.exponent - Value(min_field_);
    auto key = exponent;
    if (has_lift()) {
        // Subnormals that nothing above scale code 0 depends on need not be told apart.
        bool any = origin_ > 0;
        auto lift =
            any ? lifts(Value(1), code.low(p)) : lifts(x.significand.bit(p), x.significand.low(p));
        key = concat({exponent, lift});
    }
    return (saturates_ ? mux(x.special, 0, key) : key).as("key");
}

Value ScaleChooser::is_nan(Module& m, const Value& field, const Value& top) const {
    auto special = field == Value(pow2(static_cast<unsigned>(input_.exponent_bits)) - 1);
    // A carry out of the largest binade lands in the scale's NaN, whatever the element.
    auto carried = top >= Value(input_.bias + e8m0_bias + 1);
    if (!carries_to_nan(rule_)) return saturates_ ? m.constant(0) : special;
    return saturates_ ? carried : special | carried;
}

BlockScale ScaleChooser::scale(Module& m, const Value& largest_key) const {
    auto key = has_lift() ? largest_key >> Value(1) : largest_key;
    auto field = key + Value(min_field_);
    auto top = (has_lift() ? field + largest_key.low(1) : field).as("top");
    auto nan = is_nan(m, field, top).as("is_nan");
    if (may_exceed()) {
        Value max_top(origin_ + largest_e8m0);
        top = mux(top > max_top, max_top, top);
    }
    auto number = (top - Value(origin_)).low(8);
    // Inputs that reach so far down tell zero blocks by no clamp.
    if (min_field_ > origin_) number = mux(largest_key == 0, 0, number);
    return {mux(nan, nan_e8m0, number).as("scale"), top, nan};
}

BlockScale ScaleChooser::of_code(const Value& code) const {
    auto nan = (code == Value(nan_e8m0)).as("is_nan");
    auto number = mux(nan, largest_e8m0, code).within(0, largest_e8m0);
    return {code, (number + Value(origin_)).as("top"), nan};
}

}  // namespace mxgen::arith
