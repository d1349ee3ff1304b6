// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/fixed_cast.h"

#include <algorithm>

namespace mxgen::arith {

using namespace ir;

namespace {

/// The codes of a target, as numbers.
struct Bounds {
    Int lowest, largest;
};

Bounds bounds(const Format& target, Overflow overflow) {
    Int half = pow2(static_cast<unsigned>(target.bits) - 1);
    bool takes_all = target.asymmetric || is_of_casts(overflow);
    return {takes_all ? Int(-half) : Int(1 - half), half - 1};
}

/// A significand in units of 2^-places of the target's lowest bit. What lies lower than one unit
/// is too small for any rounding to tell how small, what lies higher than `highest` bits leaves
/// only zeros to wrap.
Value placed(const Normalized& x, int lowest_bit, unsigned places, unsigned highest) {
    Int last = places + highest;
    auto up = (x.exponent + Value(lowest_bit + static_cast<int>(places))).as("up");
    auto least = std::clamp(up.range().lo, Int(0), last);
    auto most = std::clamp(up.range().hi, Int(0), last);
    if (least == most) return (x.significand << Value(least)).as("placed");
    auto amount = up;
    if (up.range().lo < 0) amount = mux(up < 0, 0, amount);
    if (up.range().hi > last) amount = mux(up > Value(last), last, amount);
    return (x.significand << amount.within(least, most)).as("placed");
}

/// The number that takes the place of one out of bounds, or of an infinity.
Value beyond(const Bounds& b, Overflow overflow, const Value& neg) {
    return overflow == Overflow::sat_zero ? Value(0) : mux(neg, Value(b.lowest), Value(b.largest));
}

}  // namespace

FixedCast cast_to_fixed(const Format& target, Overflow overflow, RoundingMode rounding,
                        const Format& input, const Value& code) {
    auto bits = static_cast<unsigned>(target.bits);
    auto x = normalize(input, code, 0);
    rounding.neg = x.neg;
    unsigned places = x.significand.width() + std::max(1u, rounding.places());
    int lowest_bit = -input.bias - input.mantissa_bits - target.lsb;
    auto r = round_off(placed(x, lowest_bit, places, bits), places, rounding);
    // Rounding up and negation share one increment: -(kept + up) = ~kept + !up.
    auto number = (mux(x.neg, Value(-1) - r.kept, r.kept) + (r.up ^ x.neg)).as("rounded");
    if (overflow == Overflow::wrap) return {mux(x.special, 0, number.low(bits)), x.special};
    auto b = bounds(target, overflow);
    auto exceeds = (number > Value(b.largest)) | (number < Value(b.lowest)) | x.special;
    auto cast = mux(exceeds, beyond(b, overflow, x.neg), number).low(bits);
    return {mux(x.nan, 0, cast), x.nan};
}

}  // namespace mxgen::arith
