// SPDX-License-Identifier: Apache-2.0
#include "sw/model/late.h"

#include <bit>

#include "sw/model/window.h"

namespace mxgen::model {
namespace {

/// Bits of an unsigned number; 0 of zero.
int bit_width_of(int number) {
    return static_cast<int>(std::bit_width(static_cast<unsigned>(number)));
}

/// ceil(x / 2^unit) of a number above zero.
Integer ceil_in_units(const Dyadic& x, int unit) { return -floor_in_units(-x, unit); }

/// The least and the largest exponent of finite scales; 0 without a scale.
int min_scale_exponent(const BlockFormat& format) {
    if (!format.scale) return 0;
    return format.scale->has_zero ? min_exponent(*format.scale) : -format.scale->bias;
}
int max_scale_exponent(const BlockFormat& format) {
    return format.scale ? max_exponent(*format.scale) : 0;
}

/// The largest significand of a scale, in [1, 2).
Dyadic largest_significand(const BlockFormat& format) {
    if (!format.scale) return 1;
    const int bits = format.scale->mantissa_bits;
    return Dyadic((Integer(2) << bits) - 1, -bits);
}

/// The least c with n * ceil(U 2^-c) <= 2^(W-1) - 1.
int least_shift(const Dyadic& largest, const LateRule& rule) {
    const Integer limit = highest(rule.bits) / rule.terms;
    // One below what 2^-W of it asks for is too little for any n.
    int shift = exponent_of(largest) - rule.bits;
    while (ceil_in_units(largest, shift) > limit) ++shift;
    return shift;
}

}  // namespace

int LateRule::initial_exponent(int exponent) const {
    return exponent + 2 + bit_width_of(terms - 1) - bits;
}

LateRule late_rule(const DotSpec& spec) {
    LateRule rule{.bits = spec.accumulator.bits, .terms = summed_terms(spec)};
    const Dyadic largest =
        largest_block_sum(spec) * largest_significand(spec.a) * largest_significand(spec.b);
    rule.block_shift = least_shift(largest, rule);
    rule.min_exponent = min_scale_exponent(spec.a) + min_scale_exponent(spec.b) + rule.block_shift;
    rule.max_exponent = max_scale_exponent(spec.a) + max_scale_exponent(spec.b) + rule.block_shift;
    return rule;
}

Format unrounded_format(const DotSpec& spec) {
    const LateRule rule = late_rule(spec);
    Format format;
    format.name = spec.accumulator.name;
    format.kind = Kind::integer;
    format.lsb = spec.accumulator.lsb.value_or(rule.min_exponent);
    format.exponent_bits =
        bit_width_of(spec.accumulator.msb.value_or(rule.max_exponent) - format.lsb);
    format.mantissa_bits = rule.bits;
    format.bits = 3 + format.exponent_bits + format.mantissa_bits;
    return format;
}

ExactValue unrounded_value(const Format& format, const Integer& code) {
    const int places = format.exponent_bits + format.mantissa_bits;
    const auto flag = [&](int i) { return bit_test(code, static_cast<unsigned>(places + i)); };
    const bool plus = flag(1), minus = flag(0);
    if (flag(2) || (plus && minus)) return nan_value();
    if (plus || minus) return infinite_value(minus);
    const Integer exponent = to_twos_complement(code >> format.mantissa_bits, format.exponent_bits);
    return finite_value(Dyadic(from_twos_complement(code, format.mantissa_bits),
                               format.lsb + exponent.convert_to<int>()));
}

}  // namespace mxgen::model
