// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/lmul.h"

#include <algorithm>
#include <vector>

namespace mxgen::arith {

using namespace ir;

namespace {

unsigned mantissa_bits(const Format& f) { return static_cast<unsigned>(f.mantissa_bits); }

/// The mantissa of a field; exponents may be negative.
Value mantissa_of(Module& m, const Format& f, const Value& field) {
    return f.mantissa_bits == 0 ? m.constant(0) : field.low(mantissa_bits(f));
}

Value exponent_of(const Format& f, const Value& field) { return field >> Value(f.mantissa_bits); }

Value with_hidden_one(Module& m, const Format& f, const Value& mantissa) {
    return f.mantissa_bits == 0 ? m.constant(1) : concat({m.constant(1), mantissa});
}

/// The field of a subnormal with its highest one made the hidden one: the exponent falls below 1.
Value normalized_field(const Format& f, const Value& mantissa) {
    auto p = mantissa_bits(f);
    // A mantissa of zero, which means nothing here, is kept from shifting further than the lowest
    // bit.
    auto zeros = leading_zeros(mantissa | 1).within(0, f.mantissa_bits - 1);
    auto shifted = (mantissa << (zeros + 1)).low(p);
    return shifted - (zeros << Value(f.mantissa_bits));
}

/// For each pair of mantissas what rounds the product, not its logarithm, to nearest even.
std::vector<Int> carries(const Format& f) {
    const int one = 1 << f.mantissa_bits;
    std::vector<Int> table;
    for (int x = 0; x < one; ++x) {
        for (int y = 0; y < one; ++y) {
            const int product = (one + x) * (one + y);
            const int carry = product >= 2 * one * one ? 1 : 0;
            const int unit = one << carry;
            int rounded = product / unit;
            const int rest = 2 * (product % unit);
            rounded += rest > unit || (rest == unit && rounded % 2 == 1) ? 1 : 0;
            table.push_back(carry * one + rounded - one - x - y);
        }
    }
    return table;
}

/// floor(2^(m - l)): what packed adds.
Int packed_offset(const Multiplier& multiplier, const Format& f) {
    if (!multiplier.l || *multiplier.l > f.mantissa_bits) return 0;
    return pow2(static_cast<unsigned>(f.mantissa_bits - *multiplier.l));
}

ApproximateProduct eq1(Module& m, const Multiplier& multiplier, const Format& f, const Logarithm& a,
                       const Logarithm& b, int constant) {
    const int l = multiplier.l.value_or(0);
    const int fraction = multiplier.l ? std::max(f.mantissa_bits, l) : f.mantissa_bits;
    Int fixed = pow2(static_cast<unsigned>(fraction));
    if (multiplier.l) fixed += pow2(static_cast<unsigned>(fraction - l));
    auto align = Value(fraction - f.mantissa_bits);
    auto significand = sum(
        {mantissa_of(m, f, a.field) << align, mantissa_of(m, f, b.field) << align, Value(fixed)});
    return {.significand = significand,
            .exponent = sum({exponent_of(f, a.field), exponent_of(f, b.field), Value(constant)}),
            .lsb = -fraction};
}

}  // namespace

Logarithm logarithm(Module& m, const Multiplier& multiplier, const Format& f, const Value& code,
                    const std::string& prefix, LmulFields fields) {
    auto u = decode(m, f, code, prefix);
    auto p = mantissa_bits(f), e = static_cast<unsigned>(f.exponent_bits);
    auto magnitude = code.low(p + e);
    auto subnormal = code.bits(p + e - 1, p) == 0;
    Logarithm x{.neg = u.neg,
                .nan = u.nan,
                .inf = u.inf,
                .zero = u.zero,
                .vanishes = subnormal,
                .field = magnitude};
    if (fields == LmulFields::bounded) {
        auto exponent = u.exponent.range();
        x.field = p == 0 ? u.exponent : concat({u.exponent, code.low(p)});
        x.field = x.field.within(exponent.lo << p, (exponent.hi << p) + pow2(p) - 1);
    }
    if (!multiplier.normalize) return x;
    x.vanishes = u.zero;
    if (p > 0)
        x.field = mux(subnormal, normalized_field(f, code.low(p)), x.field).as(prefix + "_log");
    return x;
}

Value product_field(const Multiplier& multiplier, const Format& f, const Logarithm& a,
                    const Logarithm& b, const Int& constant) {
    if (multiplier.kind == Multiplier::Kind::packed)
        return sum({a.field, b.field, Value(Int(packed_offset(multiplier, f) + constant))});
    if (f.mantissa_bits == 0) return sum({a.field, b.field, Value(constant)});
    auto p = mantissa_bits(f);
    auto carry = lookup(concat({a.field.low(p), b.field.low(p)}), carries(f)).as("carry");
    return sum({a.field, b.field, carry, Value(constant)});
}

ApproximateProduct approximate_product(Module& m, const Multiplier& multiplier, const Format& f,
                                       const Logarithm& a, const Logarithm& b, int constant) {
    if (multiplier.kind == Multiplier::Kind::eq1) return eq1(m, multiplier, f, a, b, constant);
    auto field = product_field(multiplier, f, a, b, Int(constant) << mantissa_bits(f)).as("field");
    return {.significand = with_hidden_one(m, f, mantissa_of(m, f, field)),
            .exponent = exponent_of(f, field),
            .lsb = -f.mantissa_bits};
}

}  // namespace mxgen::arith
