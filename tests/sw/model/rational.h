// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "sw/model/value.h"

namespace mxgen::model {

// Arithmetic of its own for tests of sums: fractions, without anything of the golden model.

using Rational = boost::multiprecision::cpp_rational;

/// 2^exponent.
inline Rational power(int exponent) {
    const Integer shifted = Integer(1) << std::abs(exponent);
    return exponent < 0 ? Rational(1, shifted) : Rational(shifted);
}

inline Rational to_rational(const Dyadic& x) { return Rational(x.num) * power(x.exp); }

/// The largest integer that is not above x.
inline Integer floor_of(const Rational& x) {
    const Integer over = numerator(x), under = denominator(x);
    const Integer quotient = over / under;
    return over % under < 0 ? Integer(quotient - 1) : quotient;
}

/// floor(log2 |x|) of a nonzero number, step by step.
inline int log2_floor(const Rational& x) {
    const Rational magnitude = abs(x);
    int exponent = 0;
    while (power(exponent) > magnitude) --exponent;
    while (power(exponent + 1) <= magnitude) ++exponent;
    return exponent;
}

/// The code of the float nearest to x, ties to even, with `exponent_bits` and `mantissa_bits`;
/// infinity beyond the largest, +0 for zero.
inline std::uint32_t nearest_code(const Rational& x, int exponent_bits, int mantissa_bits) {
    if (x == 0) return 0;
    const int bias = (1 << (exponent_bits - 1)) - 1;
    const int lowest = 1 - bias;
    int exponent = std::max(log2_floor(x), lowest);
    const Rational steps = abs(x) * power(mantissa_bits - exponent);
    Integer whole = floor_of(steps);
    const Rational rest = steps - whole;
    if (rest > Rational(1, 2) || (rest == Rational(1, 2) && bit_test(whole, 0))) ++whole;
    Integer code = (Integer(exponent - lowest) << mantissa_bits) + whole;
    code = std::min(code, Integer(((Integer(1) << exponent_bits) - 1) << mantissa_bits));
    if (x < 0) code += Integer(1) << (exponent_bits + mantissa_bits);
    return code.convert_to<std::uint32_t>();
}

}  // namespace mxgen::model
