// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/arith/element_kinds.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// Bits of the distances at which something of a number is left after rounding: below half a unit
/// nothing rounds to nearest, below one unit nothing toward zero.
unsigned near_bits(unsigned magnitude_bits, const RoundingMode& mode) {
    return Range{0, magnitude_bits - 1 + mode.places()}.width();
}

/// A magnitude in units of the element's lowest bit, cut there.
Rounded magnitude(unsigned bits, const Normalized& x, const Value& near, const RoundingMode& mode) {
    unsigned places = mode.places(), fraction = x.significand.width() - 1;
    unsigned dropped = std::max(fraction, bits - 1 + places) - (bits - 1);
    auto wide = x.significand << Value(Int(bits - 1 + dropped - fraction));
    auto sticky = keeps_tie(mode.rounding, true);
    auto shifted = sticky ? shift_right_sticky(wide, near) : Shifted{wide >> near, Value(0)};
    auto value = sticky ? concat({shifted.value, shifted.sticky}) : shifted.value;
    return round_off(value.as("shifted"), dropped + sticky, mode);
}

/// Whether rounding up could go beyond the largest number: known long before the bits kept are.
Value overflows(unsigned bits, const Normalized& x, const Value& near) {
    unsigned width = x.significand.width();
    if (width <= bits) return Value(0);
    auto ones = x.significand.bits(width - 1, width - bits) == Value(pow2(bits) - 1);
    return ones & (near == 0);
}

}  // namespace

Value encode_integer(const ElementRule& rule, const Normalized& x, const Value& top,
                     const Value& clear) {
    auto bits = static_cast<unsigned>(rule.format.bits) - 1;
    Int max_magnitude = pow2(bits) - 1;
    auto distance =
        distance_below(top, x.exponent, near_bits(bits, rule.rounding), rule.may_exceed);
    auto exceeds = distance.exceeds;
    // Zero, whose exponent says nothing, exceeds no scale.
    if (rule.may_exceed && top.range().lo < x.exponent.range().lo)
        exceeds = exceeds & x.significand.bit(x.significand.width() - 1);

    auto r = magnitude(bits, x, distance.low, rule.rounding);
    auto kept = mux(exceeds, max_magnitude, r.kept.low(bits)).as("kept");
    auto full = overflows(bits, x, distance.low) | exceeds;
    if (rule.format.asymmetric) full = full & !x.neg;
    auto up = (r.up | exceeds) & !full;
    // Rounding up and negation share one increment: -(kept + up) = ~kept + !up.
    auto flipped = concat({x.neg, kept ^ mux(x.neg, max_magnitude, 0)});
    auto code = (flipped + (up ^ x.neg)).low(bits + 1);
    return mux(distance.far | clear, 0, code);
}

}  // namespace mxgen::arith
