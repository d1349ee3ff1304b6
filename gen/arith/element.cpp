// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/element.h"

#include <algorithm>
#include <optional>

#include "gen/arith/element_kinds.h"
#include "gen/arith/threshold.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// `code`, or that of an infinity or NaN.
Value with_specials(const ElementRule& rule, const Normalized& x, const Value& code) {
    const auto& f = rule.format;
    auto bits = static_cast<unsigned>(f.bits);
    Int beyond = largest_code(f) + (rule.propagates_infinity && nan_code(f).has_value());
    Int negative =
        f.kind == Kind::integer ? pow2(bits) - beyond - f.asymmetric : pow2(bits - 1) + beyond;
    auto infinity = mux(x.neg, Value(negative), Value(beyond));
    auto number = mux(x.special, infinity, code);
    if (!nan_code(f).has_value()) return mux(x.nan, 0, number);
    // Small floats keep the sign of NaN.
    auto nan = nan_code(f).value();
    return mux(x.nan, bits <= 8 ? concat({x.neg, Value(nan)}) : Value(nan), number);
}

}  // namespace

std::optional<Int> nan_code(const Format& f) {
    if (f.kind == Kind::integer) return std::nullopt;
    if (f.kind == Kind::table) {
        for (std::uint32_t code = 0; code < f.values.size(); ++code)
            if (!f.values[code] && code != f.plus_infinity && code != f.minus_infinity) return code;
        return std::nullopt;
    }
    if (f.specials == Specials::none) return std::nullopt;
    Int last = pow2(static_cast<unsigned>(f.exponent_bits + f.mantissa_bits)) - 1;
    if (f.bits <= 8 || f.specials == Specials::fn) return last;
    return last - (pow2(static_cast<unsigned>(f.mantissa_bits) - 1) - 1);
}

Largest largest(const Format& f) {
    if (f.kind == Kind::table) {
        Dyadic max_value;
        for (std::uint32_t code = 0; code < f.values.size(); ++code)
            if (f.is_written(code)) max_value = std::max(max_value, abs(*f.values[code]));
        int exponent = exponent_of(max_value);
        return {exponent, exponent - max_value.exp, max_value.num};
    }
    if (f.kind == Kind::integer)
        return {f.bits - 2 + f.lsb, f.bits - 2, pow2(static_cast<unsigned>(f.bits) - 1) - 1};
    auto m = static_cast<unsigned>(f.mantissa_bits);
    Int code = largest_code(f);
    return {static_cast<int>(code >> m) - f.bias, f.mantissa_bits,
            pow2(m) + slice(code, m, 0) % pow2(m)};
}

Range numbers(const Format& f, const Unpacked& u) {
    const auto lowest = u.exponent.range().lo;
    const auto codes = reach(u.neg, u.mag, u.exponent, lowest);
    if (f.kind != Kind::floating || f.specials != Specials::fn) return codes;
    const auto max_number = largest(f);
    const auto up =
        max_number.exponent - max_number.fraction_bits - u.lsb - static_cast<int>(lowest);
    const Int highest = max_number.significand << static_cast<unsigned>(up);
    return {codes.lo < 0 ? Int(-highest) : codes.lo, highest};
}

Int largest_code(const Format& f) {
    if (f.kind == Kind::integer) return pow2(static_cast<unsigned>(f.bits) - 1) - 1;
    Int last = pow2(static_cast<unsigned>(f.exponent_bits + f.mantissa_bits)) - 1;
    switch (f.specials) {
        case Specials::fn:
            return last - 1;
        case Specials::ieee:
            return last - pow2(static_cast<unsigned>(f.mantissa_bits));
        case Specials::none:
            break;
    }
    return last;
}

unsigned shift_limit(const Format& f, int lowest_top) {
    // Integers and tables take any input not above top; floats need what is above their smallest
    // normal number normalized.
    int binades = 0;
    if (f.kind == Kind::floating)
        binades = static_cast<int>(largest_code(f) >> static_cast<unsigned>(f.mantissa_bits)) - 1;
    return static_cast<unsigned>(std::max(0, binades + 1 - lowest_top));
}

namespace {

/// x as an element of a table, whose codes lie too irregularly for anything but comparing.
Value encode_table(const ElementRule& rule, const Normalized& x, const Value& top,
                   const Value& clear) {
    auto fraction = x.significand.width() - 1;
    auto distance = (top - x.exponent).as("distance");
    if (!rule.may_exceed) distance = distance.low(Range{0, distance.range().hi}.width());
    Int max_exponent = largest(rule.format).exponent - Int(fraction);
    return encode_by_thresholds(rule,
                                {.neg = x.neg,
                                 .mag = x.significand,
                                 .exponent = Value(max_exponent) - distance,
                                 .divisor = {top.circuit(), top.circuit()->constant(1)},
                                 .min_bits = fraction,
                                 .special = x.special,
                                 .nan = x.nan},
                                clear);
}

}  // namespace

Distance distance_below(const Value& top, const Value& exponent, unsigned bits, bool may_exceed,
                        const Int& min_distance) {
    auto whole = top - exponent;
    auto beyond = pow2(bits);
    Value never{top.circuit(), top.circuit()->constant(0)};
    if (may_exceed || whole.range().hi < beyond) {
        whole = whole.as("distance");
        auto exceeds = may_exceed ? whole < Value(min_distance) : never;
        return {whole.low(bits), whole >= Value(beyond), exceeds};
    }
    auto difference = (top.low(bits) - exponent.low(bits)).as("low_distance");
    auto high = exponent >> Value(Int(bits)), top_high = top >> Value(Int(bits));
    auto is_near = mux(difference < 0, high == top_high - Value(1), high == top_high);
    return {difference.low(bits).as("distance"), (!is_near).as("is_far"), never};
}

Value encode_element(const ElementRule& rule, const Normalized& x, const Value& top,
                     const Value& clear) {
    if (rule.format.kind == Kind::table) return encode_table(rule, x, top, clear);
    auto code = rule.format.kind == Kind::integer ? encode_integer(rule, x, top, clear)
                                                  : encode_floating(rule, x, top, clear);
    return rule.keeps_specials ? mux(clear, 0, with_specials(rule, x, code)) : code;
}

}  // namespace mxgen::arith
