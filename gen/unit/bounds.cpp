// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/bounds.h"

#include <algorithm>

#include "gen/arith/decode.h"
#include "gen/unit/lane.h"
#include "gen/unit/modes.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// max * 2^lsb.
struct SumBound {
    Int max;
    int lsb = 0;
};

/// The largest magnitude of a block sum of any codes, without scales, in each mode.
std::vector<SumBound> bounds_of(const DotOptions& o) {
    std::vector<DotOptions> natives{o};
    if (!o.modes.empty()) natives = {Modes(o).native(0), Modes(o).native(1)};
    std::vector<SumBound> bounds;
    for (const auto& native : natives) {
        const auto product = lane("bound", native.a.element, native.b.element, native.multiplier);
        const Range numbers = product.numbers * Range::point(native.a.block);
        bounds.push_back({std::max(Int(-numbers.lo), numbers.hi), product.lsb});
    }
    return bounds;
}

/// ceil(max * 2^n), n of either sign.
Int ceiling(const Int& max, int n) {
    if (n >= 0) return max << static_cast<unsigned>(n);
    return -floor_shift(-max, static_cast<unsigned>(-n));
}

/// The least c with terms * ceil(bound * 2^-c) <= 2^(bits - 1) - 1.
int least_place(const SumBound& bound, const arith::LateForm& form) {
    const Int room = pow2(form.bits - 1) - 1;
    const auto fits = [&](int c) { return form.terms * ceiling(bound.max, bound.lsb - c) <= room; };
    int c = bound.lsb + static_cast<int>(bit_length(bound.max));
    if (!fits(c))
        throw CircuitError("late sums of " + std::to_string(form.bits) +
                           " bits are too narrow for " + std::to_string(form.terms) + " terms");
    while (fits(c - 1)) --c;
    return c;
}

/// Exponents of both scales, added; `max_significand` becomes the largest of the product's.
Range scale_exponents(const DotOptions& o, SumBound& max_significand) {
    Range exponents{0, 0};
    for (const auto* operand : {&o.a, &o.b}) {
        if (!operand->scale) continue;
        const auto& f = *operand->scale;
        Module scratch{"scale", "One scale."};
        const auto u =
            arith::decode(scratch, f, scratch.input("scale_i", arith::codes(f)), "scale");
        exponents = exponents + u.exponent.range() + Range::point(u.lsb + f.mantissa_bits);
        max_significand.max *= pow2(static_cast<unsigned>(f.mantissa_bits) + 1) - 1;
        max_significand.lsb -= f.mantissa_bits;
    }
    return exponents;
}

}  // namespace

std::vector<int> sum_exponents(const DotOptions& o) {
    std::vector<int> exponents;
    for (const auto& bound : bounds_of(o))
        exponents.push_back(static_cast<int>(bit_length(bound.max)) - 1 + bound.lsb);
    return exponents;
}

arith::LateForm late_form(const DotOptions& o) {
    const auto at_once = std::max(1u, o.lanes / static_cast<unsigned>(o.a.block));
    arith::LateForm form{.bits = static_cast<unsigned>(o.accumulator.bits),
                         .terms = (o.blocks + at_once - 1) / at_once * at_once + o.has_initial()};
    SumBound scales{1, 0};
    const auto exponents = scale_exponents(o, scales);
    for (const auto& bound : bounds_of(o))
        form.places.push_back(least_place({bound.max * scales.max, bound.lsb + scales.lsb}, form));
    const auto [least, most] = std::minmax_element(form.places.begin(), form.places.end());
    form.exponents = exponents + Range{*least, *most};
    if (o.start == Start::link) return form.of_any_code();
    if (o.start == Start::port)
        form.exponents = join(form.exponents, arith::first_exponents(form, o.accumulator.format));
    return form;
}

}  // namespace mxgen::unit
