// SPDX-License-Identifier: Apache-2.0
#include "sw/model/window.h"

#include <algorithm>
#include <array>

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
        const Dyadic most = max_finite(f);
        return {f.is_signed ? -most : Dyadic(), most};
    }
    std::array<Dyadic, 2> ends;
    for (const auto& entry : f.values)
        if (entry) ends = {std::min(ends[0], *entry), std::max(ends[1], *entry)};
    return ends;
}

int signed_width(const Integer& lo, const Integer& hi) {
    int width = 1;
    while (lo < lowest(width) || hi > highest(width)) ++width;
    return width;
}

}  // namespace

int product_unit(const DotSpec& spec) {
    return unit_exponent(spec.a.element) + unit_exponent(spec.b.element);
}

int sum_width(const DotSpec& spec, std::int64_t products) {
    Dyadic least, greatest;
    for (const Dyadic& x : extremes(spec.a.element)) {
        for (const Dyadic& y : extremes(spec.b.element)) {
            least = std::min(least, x * y);
            greatest = std::max(greatest, x * y);
        }
    }
    const int unit = product_unit(spec);
    return signed_width(floor_in_units(least, unit) * products,
                        floor_in_units(greatest, unit) * products);
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
