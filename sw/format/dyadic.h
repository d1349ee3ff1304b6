// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <concepts>
#include <string>

namespace mxgen {

using Integer = boost::multiprecision::cpp_int;

/// An exact dyadic rational, num * 2^exp; canonical: num is odd, or zero with exp 0.
struct Dyadic {
    Integer num = 0;
    int exp = 0;

    Dyadic() = default;
    Dyadic(Integer numerator, int exponent = 0);
    template <std::integral T>
    Dyadic(T numerator, int exponent = 0) : Dyadic(Integer(numerator), exponent) {}

    bool is_zero() const { return num == 0; }
    bool is_negative() const { return num < 0; }
    bool operator==(const Dyadic&) const = default;
};

Dyadic operator-(const Dyadic& x);
Dyadic operator+(const Dyadic& x, const Dyadic& y);
Dyadic operator-(const Dyadic& x, const Dyadic& y);
Dyadic operator*(const Dyadic& x, const Dyadic& y);
bool operator<(const Dyadic& x, const Dyadic& y);

Dyadic abs(const Dyadic& x);

/// floor(x / 2^unit).
Integer floor_in_units(const Dyadic& x, int unit);

/// floor(log2(|x|)) of a nonzero number.
int exponent_of(const Dyadic& x);

/// The shortest exact decimal, e.g. "-0.4375"; powers beyond 2^+-64 as "1.5 * 2^-130".
std::string to_string(const Dyadic& x);

/// The exact value of a finite double.
Dyadic from_double(double x);

/// The nearest double (ties to even); infinite beyond its range.
double to_double(const Dyadic& x);

}  // namespace mxgen
