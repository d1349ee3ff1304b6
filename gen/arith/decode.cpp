// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/decode.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace mxgen::arith {

using namespace ir;

namespace {

Unpacked decode_integer(Module& m, const Format& f, const Value& code, const std::string& prefix) {
    auto none = m.constant(0);
    auto value = code.as_signed(static_cast<unsigned>(f.bits)).as(prefix + "_value");
    return {.neg = none,
            .mag = value,
            .exponent = none,
            .nan = none,
            .inf = none,
            .zero = value == 0,
            .lsb = f.lsb};
}

/// A table's values as integers over their common smallest weight; an infinity has the largest
/// integer of its sign.
struct IntegerTable {
    std::vector<Int> values, nan, inf;
    int lsb = 0;
};

IntegerTable table_of(const Format& f) {
    IntegerTable t;
    bool some = false;
    for (const auto& value : f.values) {
        if (!value || value->is_zero()) continue;
        t.lsb = some ? std::min(t.lsb, value->exp) : value->exp;
        some = true;
    }
    for (const auto& value : f.values)
        t.values.push_back(value && !value->is_zero() ? Int(value->num << (value->exp - t.lsb))
                                                      : Int(0));
    auto [min_value, max_value] = std::minmax_element(t.values.begin(), t.values.end());
    Int low = *min_value, high = *max_value;
    for (std::uint32_t code = 0; code < f.values.size(); ++code) {
        bool plus = code == f.plus_infinity, minus = code == f.minus_infinity;
        if (plus) t.values[code] = high;
        if (minus) t.values[code] = low;
        t.inf.push_back(plus || minus ? 1 : 0);
        t.nan.push_back(!f.values[code] && !plus && !minus ? 1 : 0);
    }
    return t;
}

/// The sum of `x` shifted by each term.
Value shifted_copies(const Value& x, const std::vector<ShiftedTerm>& terms) {
    std::vector<Value> copies;
    for (const auto& term : terms) {
        auto copy = mux(term.present, x, 0) << term.shift;
        copies.push_back(mux(term.neg, -copy, copy));
    }
    return sum(copies);
}

Unpacked decode_terms(Module& m, const Format& f, const Value& code, const std::string& prefix) {
    const auto shift_bits = static_cast<unsigned>(f.terms->shift_bits());
    const auto width = static_cast<unsigned>(f.terms->field_bits());
    auto none = m.constant(0);
    Unpacked u{.neg = none, .mag = {}, .exponent = none, .nan = none, .inf = none, .zero = {}};
    unsigned at = 0;
    for (int i = 0; i < f.terms->count; ++i, at += width) {
        auto present = code.bit(at + width - 1), shift = code.bits(at + shift_bits - 1, at);
        const Int last = f.terms->shifts - 1;
        if (shift.range().hi > last) {
            present = present & (shift <= Value(last));
            shift = mux(present, shift, 0).within(0, last);
        }
        u.terms.push_back({present, f.terms->own_signs ? code.bit(at + shift_bits) : none, shift});
    }
    u.mag = shifted_copies(m.constant(1), u.terms).as(prefix + "_value");
    u.zero = u.mag == 0;
    if (!f.terms->own_signs) u.neg = code.bit(at) & !u.zero;
    return u;
}

Unpacked normalized_terms(Module& m, const Format& f, const Value& code,
                          const std::string& prefix) {
    auto u = decode_terms(m, f, code, prefix);
    auto magnitude = absolute(u.mag).as(prefix + "_magnitude");
    const auto places = magnitude.width() - 1;
    auto zeros = leading_zeros(mux(u.zero, 1, magnitude)).within(0, places);
    u.neg = (u.neg | (u.mag < 0)).as(prefix + "_neg");
    u.mag = (magnitude << zeros).low(places + 1).as(prefix + "_mag");
    u.exponent = (Value(Int(places)) - zeros).as(prefix + "_exponent");
    u.lsb = -static_cast<int>(places);
    u.terms.clear();
    return u;
}

Unpacked decode_table(Module& m, const Format& f, const Value& code, const std::string& prefix) {
    auto table = table_of(f);
    auto none = m.constant(0);
    auto mag = lookup(code, table.values).as(prefix + "_value");
    return {.neg = none,
            .mag = mag,
            .exponent = none,
            .nan = lookup(code, table.nan),
            .inf = lookup(code, table.inf),
            .zero = mag == 0,
            .lsb = table.lsb};
}

Unpacked normalized_integer(Module& m, const Format& f, const Value& code,
                            const std::string& prefix) {
    auto u = decode_integer(m, f, code, prefix);
    const auto bits = static_cast<unsigned>(f.bits);
    auto magnitude = absolute(u.mag).as(prefix + "_magnitude");
    auto zeros =
        leading_zeros(concat({magnitude.bits(bits - 1, 1), m.constant(1)})).within(0, bits - 1);
    // The lowest place is left to zeros: of 2^(bits - 1) it is one, all others move up.
    u.neg = code.bit(bits - 1);
    u.mag = (magnitude << zeros).bits(bits - 1, 1).as(prefix + "_mag");
    u.exponent = (Value(Int(bits - 1)) - zeros).as(prefix + "_exponent");
    u.lsb = f.lsb - (f.bits - 2);
    return u;
}

Unpacked normalized_table(Module& m, const Format& f, const Value& code,
                          const std::string& prefix) {
    auto u = decode_table(m, f, code, prefix);
    const auto table = table_of(f);
    std::vector<int> exponents;
    int fraction = 0, lowest = std::numeric_limits<int>::max();
    for (const Int& value : table.values) {
        const Int magnitude = abs(value);
        exponents.push_back(magnitude == 0 ? 0 : static_cast<int>(msb(magnitude)));
        if (magnitude == 0) continue;
        fraction = std::max(fraction, exponents.back() - static_cast<int>(lsb(magnitude)));
        lowest = std::min(lowest, exponents.back());
    }
    std::vector<Int> signs, magnitudes, places;
    for (std::size_t i = 0; i < exponents.size(); ++i) {
        signs.emplace_back(table.values[i] < 0 ? 1 : 0);
        magnitudes.push_back((abs(table.values[i]) << fraction) >> exponents[i]);
        places.emplace_back(table.values[i] == 0 ? 0 : exponents[i] - lowest);
    }
    u.neg = lookup(code, signs).as(prefix + "_neg");
    u.mag = lookup(code, magnitudes).as(prefix + "_mag");
    u.exponent = lookup(code, places).as(prefix + "_exponent");
    u.zero = u.mag == 0;
    u.lsb = table.lsb + lowest - fraction;
    return u;
}

/// The special codes of a floating format, from its fields.
struct DecodedSpecials {
    Value nan, inf;
};

DecodedSpecials specials_of(Module& m, const Format& f, const Value& exponent,
                            const Value& mantissa) {
    auto none = m.constant(0);
    Int top = pow2(static_cast<unsigned>(f.exponent_bits)) - 1;
    Int full = pow2(static_cast<unsigned>(f.mantissa_bits)) - 1;
    switch (f.specials) {
        case Specials::none:
            return {none, none};
        case Specials::fn:
            return {(exponent == top) & (mantissa == full), none};
        case Specials::ieee:
            break;
    }
    auto special = (exponent == top), whole = (mantissa == 0);
    return {special & !whole, special & whole};
}

Unpacked decode_floating(Module& m, const Format& f, const Value& code, const std::string& prefix) {
    auto e = static_cast<unsigned>(f.exponent_bits), p = static_cast<unsigned>(f.mantissa_bits);
    auto mantissa = p ? code.low(p) : m.constant(0);
    auto field = e ? code.bits(p + e - 1, p) : m.constant(0);
    auto sign = f.is_signed ? code.bit(p + e) : m.constant(0);
    auto special = specials_of(m, f, field, mantissa);
    Unpacked u{};
    u.neg = sign, u.nan = special.nan, u.inf = special.inf;
    u.lsb = -f.bias - f.mantissa_bits;
    if (!f.has_zero) {
        u.mag = m.constant(1) << Value(static_cast<int>(p));
        if (p) u.mag = concat({m.constant(1), mantissa});
        u.exponent = field;
        u.zero = m.constant(0);
    } else {
        auto subnormal = (field == 0).as(prefix + "_subnormal");
        u.mag = p ? concat({!subnormal, mantissa}) : !subnormal;
        // The smallest exponent is 1, with or without the hidden one.
        u.exponent = (field | subnormal).within(1, std::max(Int(1), field.range().hi));
        u.zero = subnormal & (mantissa == 0);
    }
    if (f.specials == Specials::ieee || !f.has_zero) {
        // A special's exponent is made even so that it stays below those of numbers.
        auto odd = u.exponent.bit(0) & !(u.nan | u.inf);
        u.exponent = e > 1 ? concat({u.exponent.bits(e - 1, 1), odd}) : odd;
        u.exponent = u.exponent.within(f.has_zero ? 1 : 0, pow2(e) - 2);
    }
    u.mag.as(prefix + "_mag");
    u.exponent = u.exponent.as(prefix + "_exponent");
    return u;
}

}  // namespace

Range reach(const Value& neg, const Value& mag, const Value& exponent, const Int& lowest) {
    const auto magnitude = (mag.range() << exponent.range()) >> Range::point(lowest);
    return neg.range().hi > 0 ? join(magnitude, -magnitude) : magnitude;
}

Range codes(const Format& format) {
    return Range::unsigned_bits(static_cast<unsigned>(format.bits));
}

Unpacked decode(Module& m, const Format& f, const Value& code, const std::string& prefix) {
    switch (f.kind) {
        case Kind::integer:
            return decode_integer(m, f, code, prefix);
        case Kind::table:
            return f.terms ? decode_terms(m, f, code, prefix) : decode_table(m, f, code, prefix);
        case Kind::floating:
            break;
    }
    return decode_floating(m, f, code, prefix);
}

Unpacked decode_normalized(Module& m, const Format& f, const Value& code,
                           const std::string& prefix) {
    switch (f.kind) {
        case Kind::integer:
            return normalized_integer(m, f, code, prefix);
        case Kind::table:
            return f.terms ? normalized_terms(m, f, code, prefix)
                           : normalized_table(m, f, code, prefix);
        case Kind::floating:
            break;
    }
    return decode_floating(m, f, code, prefix);
}

Value product_of(const Unpacked& a, const Unpacked& b) {
    if (!b.terms.empty()) return shifted_copies(a.mag, b.terms);
    return a.terms.empty() ? a.mag * b.mag : shifted_copies(b.mag, a.terms);
}

}  // namespace mxgen::arith
