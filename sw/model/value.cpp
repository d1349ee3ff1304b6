// SPDX-License-Identifier: Apache-2.0
#include "sw/model/value.h"

#include <algorithm>

namespace mxgen::model {
namespace {

/// A floating code taken apart by division, highest field first.
struct FloatFields {
    bool negative;
    std::uint32_t exponent, mantissa;
};

FloatFields split(const Format& f, std::uint32_t code) {
    const std::uint64_t mantissas = std::uint64_t{1} << f.mantissa_bits;
    const std::uint64_t exponents = std::uint64_t{1} << f.exponent_bits;
    const std::uint64_t upper = code / mantissas;
    return {f.is_signed && (upper / exponents) % 2 == 1,
            static_cast<std::uint32_t>(upper % exponents),
            static_cast<std::uint32_t>(code % mantissas)};
}

ExactValue decode_floating(const Format& f, std::uint32_t code) {
    const auto [negative, exponent, mantissa] = split(f, code);
    const std::uint32_t last_exponent = (std::uint32_t{1} << f.exponent_bits) - 1;
    const std::uint32_t last_mantissa = (std::uint32_t{1} << f.mantissa_bits) - 1;
    if (exponent == last_exponent) {
        if (f.specials == Specials::ieee)
            return mantissa == 0 ? infinite_value(negative) : nan_value(negative);
        if (f.specials == Specials::fn && mantissa == last_mantissa) return nan_value(negative);
    }
    const bool subnormal = exponent == 0 && f.has_zero;
    const Dyadic fraction(mantissa, -f.mantissa_bits);
    const Dyadic significand = subnormal ? fraction : Dyadic(1) + fraction;
    const int power = static_cast<int>(subnormal ? 1 : exponent) - f.bias;
    const Dyadic magnitude = significand * Dyadic(1, power);
    return finite_value(negative ? -magnitude : magnitude, negative);
}

ExactValue decode_integer(const Format& f, std::uint32_t code) {
    const std::int64_t codes = std::int64_t{1} << f.bits;
    const std::int64_t residue = code % codes;
    return finite_value(Dyadic(residue < codes / 2 ? residue : residue - codes, f.lsb));
}

ExactValue decode_table(const Format& f, std::uint32_t code) {
    const auto index = static_cast<std::uint32_t>(code % f.values.size());
    if (f.plus_infinity == index) return infinite_value(false);
    if (f.minus_infinity == index) return infinite_value(true);
    const auto& entry = f.values[index];
    return entry ? finite_value(*entry) : nan_value();
}

}  // namespace

ExactValue finite_value(const Dyadic& number, bool negative_zero) {
    return {ExactValue::Kind::finite, number.is_zero() ? negative_zero : number.is_negative(),
            number};
}

ExactValue infinite_value(bool negative) { return {ExactValue::Kind::infinity, negative, {}}; }

ExactValue nan_value(bool negative) { return {ExactValue::Kind::nan, negative, {}}; }

ExactValue operator*(const ExactValue& x, const ExactValue& y) {
    if (x.is_nan() || y.is_nan()) return nan_value();
    const bool negative = x.negative != y.negative;
    if (x.is_infinite() || y.is_infinite())
        return x.is_zero() || y.is_zero() ? nan_value() : infinite_value(negative);
    return finite_value(x.number * y.number, negative);
}

ExactValue operator+(const ExactValue& x, const ExactValue& y) {
    if (x.is_nan() || y.is_nan()) return nan_value();
    if (x.is_infinite() && y.is_infinite() && x.negative != y.negative) return nan_value();
    if (x.is_infinite()) return x;
    if (y.is_infinite()) return y;
    return finite_value(x.number + y.number);
}

ExactValue decode(const Format& format, std::uint32_t code) {
    switch (format.kind) {
        case Kind::floating:
            return decode_floating(format, code);
        case Kind::integer:
            return decode_integer(format, code);
        case Kind::table:
            break;
    }
    return decode_table(format, code);
}

Dyadic max_finite(const Format& f) {
    if (f.kind == Kind::integer) return {(Integer(1) << (f.bits - 1)) - 1, f.lsb};
    if (f.kind == Kind::table) {
        Dyadic largest;
        for (std::uint32_t code = 0; code < f.values.size(); ++code)
            if (f.is_written(code)) largest = std::max(largest, abs(*f.values[code]));
        return largest;
    }
    // The codes above the largest number are few: the specials.
    const std::uint32_t magnitudes = std::uint32_t{1} << (f.exponent_bits + f.mantissa_bits);
    std::uint32_t code = magnitudes - 1;
    if (f.specials == Specials::fn) code -= 1;
    if (f.specials == Specials::ieee) code -= std::uint32_t{1} << f.mantissa_bits;
    return decode(f, code).number;
}

int max_exponent(const Format& format) { return exponent_of(max_finite(format)); }

int min_exponent(const Format& format) { return 1 - format.bias; }

int unit_exponent(const Format& f) {
    if (f.kind == Kind::integer) return f.lsb;
    if (f.kind == Kind::floating) return (f.has_zero ? min_exponent(f) : -f.bias) - f.mantissa_bits;
    int unit = 0;
    bool found = false;
    for (const auto& entry : f.values) {
        if (!entry || entry->is_zero()) continue;
        unit = found ? std::min(unit, entry->exp) : entry->exp;
        found = true;
    }
    return unit;
}

std::uint64_t code_count(const Format& format) { return std::uint64_t{1} << format.bits; }

}  // namespace mxgen::model
