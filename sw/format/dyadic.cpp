// SPDX-License-Identifier: Apache-2.0
#include "sw/format/dyadic.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace mxgen {

namespace mp = boost::multiprecision;

Dyadic::Dyadic(Integer numerator, int exponent) : num(std::move(numerator)), exp(exponent) {
    if (num == 0) {
        exp = 0;
        return;
    }
    const auto trailing = static_cast<int>(mp::lsb(mp::abs(num)));
    if (trailing > 0) {
        num >>= trailing;
        exp += trailing;
    }
}

Integer floor_in_units(const Dyadic& x, int unit) {
    if (x.exp >= unit) return x.num << (x.exp - unit);
    const Integer divisor = Integer(1) << (unit - x.exp);
    Integer quotient = x.num / divisor;
    if (x.is_negative() && quotient * divisor != x.num) --quotient;
    return quotient;
}

Dyadic operator-(const Dyadic& x) {
    Dyadic negated = x;
    negated.num = -negated.num;
    return negated;
}

Dyadic operator+(const Dyadic& x, const Dyadic& y) {
    if (x.is_zero()) return y;
    if (y.is_zero()) return x;
    const int unit = std::min(x.exp, y.exp);
    return {(x.num << (x.exp - unit)) + (y.num << (y.exp - unit)), unit};
}

Dyadic operator-(const Dyadic& x, const Dyadic& y) { return x + -y; }

Dyadic operator*(const Dyadic& x, const Dyadic& y) { return {x.num * y.num, x.exp + y.exp}; }

bool operator<(const Dyadic& x, const Dyadic& y) {
    const int sign = x.num.sign(), other = y.num.sign();
    if (sign != other || sign == 0) return sign < other;
    // Most numbers differ in their highest bit, which costs no large integer.
    const int exponent = exponent_of(x), other_exponent = exponent_of(y);
    if (exponent != other_exponent) return (exponent < other_exponent) == (sign > 0);
    const int unit = std::min(x.exp, y.exp);
    return Integer(x.num << (x.exp - unit)) < Integer(y.num << (y.exp - unit));
}

Dyadic abs(const Dyadic& x) { return x.is_negative() ? -x : x; }

int exponent_of(const Dyadic& x) { return static_cast<int>(mp::msb(mp::abs(x.num))) + x.exp; }

namespace {

constexpr int largest_plain_exponent = 64;

/// The exact decimal of a number whose digits are few enough to print.
std::string decimal(const Dyadic& x) {
    const std::string sign = x.is_negative() ? "-" : "";
    const Integer magnitude = mp::abs(x.num);
    if (x.exp >= 0) return sign + Integer(magnitude << x.exp).str();
    const auto places = static_cast<std::size_t>(-x.exp);
    std::string digits = Integer(magnitude * mp::pow(Integer(5), -x.exp)).str();
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    return sign + digits;
}

}  // namespace

std::string to_string(const Dyadic& x) {
    if (x.is_zero()) return "0";
    const int exponent = exponent_of(x);
    if (std::abs(exponent) <= largest_plain_exponent && x.exp >= -largest_plain_exponent)
        return decimal(x);
    return decimal({x.num, x.exp - exponent}) + " * 2^" + std::to_string(exponent);
}

Dyadic from_double(double x) {
    int exponent = 0;
    const double fraction = std::frexp(x, &exponent);
    constexpr int digits = 53;
    return {Integer(static_cast<long long>(std::ldexp(fraction, digits))), exponent - digits};
}

double to_double(const Dyadic& x) {
    if (x.is_zero()) return 0;
    constexpr int digits = 53, smallest_unit = -1074;
    const Dyadic magnitude = abs(x);
    const int unit = std::max(exponent_of(x) - digits + 1, smallest_unit);
    Integer quotient = floor_in_units(magnitude, unit);
    const Dyadic twice_rest = (magnitude - Dyadic(quotient, unit)) * Dyadic(2);
    const Dyadic step(1, unit);
    if (step < twice_rest || (step == twice_rest && mp::bit_test(quotient, 0))) ++quotient;
    const double nearest = std::ldexp(quotient.convert_to<double>(), unit);
    return x.is_negative() ? -nearest : nearest;
}

}  // namespace mxgen
