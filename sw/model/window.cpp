// SPDX-License-Identifier: Apache-2.0
#include "sw/model/window.h"

#include <algorithm>
#include <array>

#include "sw/model/multiply.h"

namespace mxgen::model {
namespace {

namespace mp = boost::multiprecision;

/// The least and the greatest number of a format, every code counted.
std::array<Dyadic, 2> extremes(const Format& f) {
    if (f.kind == Kind::integer) {
        const Dyadic half(Integer(1) << (f.bits - 1), f.lsb);
        return {-half, half - Dyadic(1, f.lsb)};
    }
    if (f.kind == Kind::floating) {
        const Dyadic max_value = max_finite(f);
        return {f.is_signed ? -max_value : Dyadic(), max_value};
    }
    std::array<Dyadic, 2> ends;
    for (const auto& entry : f.values)
        if (entry) ends = {std::min(ends[0], *entry), std::max(ends[1], *entry)};
    return ends;
}

/// The least and the greatest product of any two elements.
std::array<Dyadic, 2> extreme_products(const DotSpec& spec) {
    Dyadic min_product, max_product;
    for (const Dyadic& x : extremes(spec.a.element)) {
        for (const Dyadic& y : extremes(spec.b.element)) {
            const Dyadic xy = product(spec.multiplier, spec.a.element, spec.b.element,
                                      finite_value(x), finite_value(y))
                                  .number;
            min_product = std::min(min_product, xy);
            max_product = std::max(max_product, xy);
        }
    }
    return {min_product, max_product};
}

int signed_width(const Integer& lo, const Integer& hi) {
    int width = 1;
    while (lo < lowest(width) || hi > highest(width)) ++width;
    return width;
}

/// The smallest magnitude that a multiplier does not take for zero.
Dyadic min_operand(const Multiplier& multiplier, const Format& f) {
    return Dyadic(1, multiplier.normalize ? unit_exponent(f) : min_exponent(f));
}

/// Bits behind the point of an approximate product's significand.
int fraction_bits(const Multiplier& multiplier, const Format& f) {
    const bool offset = multiplier.kind == Multiplier::Kind::eq1 && multiplier.l;
    return offset ? std::max(f.mantissa_bits, *multiplier.l) : f.mantissa_bits;
}

}  // namespace

int product_unit(const DotSpec& spec) {
    const Format &a = spec.a.element, &b = spec.b.element;
    const Multiplier& multiplier = spec.multiplier;
    if (multiplier.kind != Multiplier::Kind::exact) {
        const ExactValue min_value = finite_value(min_operand(multiplier, a));
        return product_exponent(multiplier, a, b, min_value, min_value) -
               fraction_bits(multiplier, a);
    }
    return unit_exponent(a) + unit_exponent(b);
}

Dyadic largest_block_sum(const DotSpec& spec) {
    const auto [min_product, max_product] = extreme_products(spec);
    return std::max(abs(min_product), abs(max_product)) * Dyadic(block_size(spec));
}

int sum_width(const DotSpec& spec, std::int64_t products) {
    const auto [min_product, max_product] = extreme_products(spec);
    const int unit = product_unit(spec);
    return signed_width(floor_in_units(min_product, unit) * products,
                        floor_in_units(max_product, unit) * products);
}

Integer lowest(int width) { return -(Integer(1) << (width - 1)); }

Integer highest(int width) { return (Integer(1) << (width - 1)) - 1; }

Integer from_twos_complement(const Integer& code, int width) {
    const Integer residue = to_twos_complement(code, width);
    return residue > highest(width) ? Integer(residue - (Integer(1) << width)) : residue;
}

Integer to_twos_complement(const Integer& number, int width) {
    const Integer codes = Integer(1) << width;
    const Integer residue = number % codes;
    return residue < 0 ? Integer(residue + codes) : residue;
}

}  // namespace mxgen::model
