// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/round.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace mxgen::arith {

using namespace ir;

namespace {

/// mag with its highest one at the top, or shifted as far as the smallest exponent permits.
struct NormalizedMagnitude {
    Value significand;  ///< all bits of mag, shifted up
    Value exponent;     ///< of the result, counted from the smallest one
};

NormalizedMagnitude normalize(const Unrounded& x, const Format& f) {
    auto width = static_cast<int>(x.mag.width());
    int significand_lsb = -f.bias - f.mantissa_bits;
    // The exponent field would be limit + 1 with mag unshifted; fields below 1 do not exist.
    auto limit = (x.exponent + Value(x.lsb + width - 1 - f.mantissa_bits - significand_lsb - 1))
                     .as("round_limit");
    if (limit.range().lo < 0)
        throw CircuitError(
            fmt::format("round to {}: the highest bit of {} lies below the smallest normal", f.name,
                        to_string(x.mag.range())));
    auto zeros = leading_zeros(x.mag).as("round_zeros");
    auto shift = mux(zeros < limit, zeros, limit).within(0, width).as("round_shift");
    auto shifted = (x.mag << shift).within(0, pow2(x.mag.width()) - 1).as("round_shifted");
    auto exponent = mux(x.mag == 0, 0, (limit - shift).within(0, limit.range().hi));
    return {shifted, exponent.as("round_exponent")};
}

/// The code of (-1)^neg * the magnitude with that code, infinity above the largest number; or of
/// the special.
Value finish(const Format& f, const Unrounded& x, const Value& magnitude,
             const SpecialResult& special, const Int& nan) {
    auto width = static_cast<unsigned>(f.exponent_bits + f.mantissa_bits);
    Int infinity = (pow2(static_cast<unsigned>(f.exponent_bits)) - 1)
                   << static_cast<unsigned>(f.mantissa_bits);
    auto is_inf = special.inf | (magnitude >= Value(infinity));
    auto neg = mux(special.inf, special.inf_neg, x.neg & (x.mag != 0));
    auto bits = mux(is_inf, infinity, magnitude).low(width);
    // Numbers that all are small have fewer bits than the format.
    std::vector<Value> fields(1 + width - bits.width(), Value(0));
    fields.front() = neg;
    fields.push_back(bits);
    return mux(special.nan, nan, concat(fields));
}

}  // namespace

Unrounded gradual(const Format& f, const Unrounded& x) {
    auto width = static_cast<int>(x.mag.width());
    const int needed = 1 - f.bias - x.lsb - (width - 1);
    if (x.exponent.range().lo >= needed) return x;
    auto exponent = max({x.exponent, Value(needed)}).as("result_exponent");
    auto deepest = Int(needed - x.exponent.range().lo);
    auto distance = (exponent - x.exponent).within(0, deepest).as("underflow");
    auto shifted = shift_right_sticky(x.mag, distance);
    return {.neg = x.neg,
            .mag = concat({shifted.value.within(0, x.mag.range().hi), shifted.sticky}),
            .exponent = exponent,
            .lsb = x.lsb - 1};
}

Value round_magnitude(const Format& f, const Unrounded& x) {
    auto kept = static_cast<unsigned>(f.mantissa_bits) + 1;
    auto n = normalize(x, f);
    // The hidden one adds 1 to the exponent field, a carry out of the mantissa another.
    auto exponent = n.exponent << Value(f.mantissa_bits);
    unsigned dropped = n.significand.width() - kept;
    if (dropped == 0) return (exponent + n.significand).as("round_code");
    auto significand = (n.significand >> Value(static_cast<int>(dropped)));
    auto half = n.significand.bit(dropped - 1);
    auto below = n.significand.low(dropped - 1) != 0;
    auto up = (half & (below | significand.bit(0))).as("round_up");
    return sum({exponent, significand, up}).as("round_code");
}

Value round_to_float(const Format& f, const Unrounded& x, const SpecialResult& special) {
    Int exponents = pow2(static_cast<unsigned>(f.exponent_bits)) - 1;
    Int quiet = (exponents * 2 + 1) << static_cast<unsigned>(f.mantissa_bits - 1);
    return finish(f, x, round_magnitude(f, x), special, quiet);
}

Value truncate_to_float(const Format& f, unsigned bits, const Unrounded& x,
                        const SpecialResult& special) {
    auto n = normalize(x, f);
    unsigned kept = std::min(bits, n.significand.width());
    auto significand = n.significand >> Value(Int(n.significand.width() - kept));
    auto exponent = n.exponent << Value(f.mantissa_bits);
    auto code = exponent + (significand << Value(f.mantissa_bits + 1 - static_cast<int>(kept)));
    return finish(f, x, code.as("truncated_code"), special,
                  pow2(static_cast<unsigned>(f.bits) - 1) - 1);
}

}  // namespace mxgen::arith
