// SPDX-License-Identifier: Apache-2.0
#include "sw/model/multiply.h"

#include <algorithm>
#include <stdexcept>

namespace mxgen::model {
namespace {

/// A magnitude as 2^exponent * (1 + fraction), 0 <= fraction < 1.
struct Scientific {
    int exponent;
    Dyadic fraction;
};

Scientific scientific(const Dyadic& magnitude) {
    const int exponent = exponent_of(magnitude);
    return {exponent, magnitude * Dyadic(1, -exponent) - Dyadic(1)};
}

/// Mitchell's logarithm (1962): the binary logarithm, linear between powers of two, and its
/// inverse.
Dyadic linear_logarithm(const Scientific& x) { return Dyadic(x.exponent) + x.fraction; }

Dyadic linear_power(const Dyadic& logarithm) {
    const int exponent = floor_in_units(logarithm, 0).convert_to<int>();
    return (Dyadic(1) + logarithm - Dyadic(exponent)) * Dyadic(1, exponent);
}

/// 2^-l as far as packed can add it: whole units of the lowest of m mantissa bits.
Dyadic packed_offset(const Multiplier& multiplier, int mantissa_bits) {
    if (!multiplier.l) return {};
    return {floor_in_units(Dyadic(1, -*multiplier.l), -mantissa_bits), -mantissa_bits};
}

Dyadic packed(const Multiplier& multiplier, int mantissa_bits, const Scientific& x,
              const Scientific& y) {
    return linear_power(linear_logarithm(x) + linear_logarithm(y) +
                        packed_offset(multiplier, mantissa_bits));
}

Dyadic eq1(const Multiplier& multiplier, const Scientific& x, const Scientific& y) {
    const Dyadic offset = multiplier.l ? Dyadic(1, -*multiplier.l) : Dyadic();
    return (Dyadic(1) + x.fraction + y.fraction + offset) * Dyadic(1, x.exponent + y.exponent);
}

Dyadic approximate(const Multiplier& multiplier, int mantissa_bits, const Dyadic& x,
                   const Dyadic& y) {
    switch (multiplier.kind) {
        case Multiplier::Kind::packed:
            return packed(multiplier, mantissa_bits, scientific(x), scientific(y));
        case Multiplier::Kind::eq1:
            return eq1(multiplier, scientific(x), scientific(y));
        case Multiplier::Kind::rounded:
            return round_significand(x * y, mantissa_bits, Rounding::rne);
        case Multiplier::Kind::exact:
            break;
    }
    return x * y;
}

Dyadic smallest_normal(const Format& f) { return Dyadic(1, min_exponent(f)); }

void require(bool fits, const char* what) {
    if (!fits) throw std::invalid_argument(what);
}

void check(const MultiplySpec& spec) {
    const bool exact = spec.multiplier.kind == Multiplier::Kind::exact;
    for (const Format* f : {&spec.a, &spec.b})
        require(f->kind == Kind::floating && f->has_zero && f->is_signed,
                "a multiplier takes signed floats");
    require(exact || !spec.full, "approximate products have no full form");
    require(spec.full || spec.a == spec.b, "one result format needs one operand format");
}

/// The code of a product in a format that holds it exactly.
Integer full_code(const Format& f, const ExactValue& x) {
    const Integer magnitudes = Integer(1) << (f.exponent_bits + f.mantissa_bits);
    const Integer infinity = magnitudes - (Integer(1) << f.mantissa_bits);
    if (x.is_nan()) return infinity + (Integer(1) << (f.mantissa_bits - 1));
    const Integer sign = x.negative ? magnitudes : Integer(0);
    if (x.is_infinite()) return sign + infinity;
    return x.is_zero() ? sign : Integer(sign + magnitude_code(f, abs(x.number)));
}

}  // namespace

ExactValue product(const Multiplier& multiplier, const Format& a, const Format& b,
                   const ExactValue& x, const ExactValue& y) {
    if (multiplier.kind == Multiplier::Kind::exact || !x.is_finite() || !y.is_finite())
        return x * y;
    require(a == b, "an approximate multiplier takes operands of one format");
    const bool negative = x.negative != y.negative;
    const Dyadic dx = abs(x.number), dy = abs(y.number), min_normal = smallest_normal(a);
    if (dx.is_zero() || dy.is_zero() || (!multiplier.normalize && std::min(dx, dy) < min_normal))
        return finite_value({}, negative);
    const Dyadic magnitude = approximate(multiplier, a.mantissa_bits, dx, dy);
    return finite_value(negative ? -magnitude : magnitude);
}

namespace {

/// The exponent that an exact product takes from a nonzero operand.
int operand_exponent(const Format& f, const ExactValue& x) {
    const int exponent = exponent_of(x.number);
    return f.kind == Kind::floating ? std::max(exponent, min_exponent(f)) : exponent;
}

}  // namespace

int product_exponent(const Multiplier& multiplier, const Format& a, const Format& b,
                     const ExactValue& x, const ExactValue& y) {
    switch (multiplier.kind) {
        case Multiplier::Kind::exact:
            return operand_exponent(a, x) + operand_exponent(b, y);
        case Multiplier::Kind::eq1:
            return exponent_of(x.number) + exponent_of(y.number);
        case Multiplier::Kind::packed:
        case Multiplier::Kind::rounded:
            break;
    }
    return exponent_of(product(multiplier, a, b, x, y).number);
}

Integer multiply(const MultiplySpec& spec, std::uint32_t a, std::uint32_t b) {
    check(spec);
    const Format result = spec.result();
    ExactValue p = product(spec.multiplier, spec.a, spec.b, decode(spec.a, a), decode(spec.b, b));
    if (spec.full) return full_code(result, p);
    if (!p.is_finite()) return round_to(result, p);
    const Overflow overflow = spec.saturate ? Overflow::saturate : Overflow::propagate;
    if (spec.multiplier.kind == Multiplier::Kind::exact)
        return encode(result, p, {Rounding::rne, overflow}).code;
    if (abs(p.number) < smallest_normal(result)) p = finite_value({}, p.negative);
    return encode(result, p, {Rounding::rtz, Overflow::saturate}).code;
}

}  // namespace mxgen::model
