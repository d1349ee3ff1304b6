// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/late_sum.h"

#include "gen/arith/accumulate_float.h"
#include "gen/arith/decode.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// The weight of M's lowest bit in a first value, as a power of two above its exponent.
int first_place(const LateForm& form) {
    const auto terms = Range{0, Int(form.terms) - 1};
    return 2 + (form.terms > 1 ? static_cast<int>(terms.width()) : 0) - static_cast<int>(form.bits);
}

}  // namespace

LateForm LateForm::of_any_code() const {
    auto any = *this;
    any.exponents.hi = exponents.lo + pow2(exponent_bits()) - 1;
    return any;
}

Value pack_late(const LateForm& form, const LateState& sum) {
    const auto& special = sum.special;
    auto nan = special.nan | (special.pos_inf & special.neg_inf);
    std::vector<Value> fields;
    if (form.exponent_bits() > 0)
        fields.push_back((sum.exponent - Value(form.exponents.lo)).low(form.exponent_bits()));
    fields.push_back(sum.mantissa.low(form.bits));
    auto number = mux(special.any(), 0, concat(fields)).low(form.exponent_bits() + form.bits);
    return concat({nan, special.pos_inf & !nan, special.neg_inf & !nan, number});
}

LateState unpack_late(Module& m, const LateForm& form, const Value& code) {
    const auto top = form.bits + form.exponent_bits();
    auto exponent = form.exponent_bits() == 0
                        ? m.constant(form.exponents.lo)
                        : code.bits(top - 1, form.bits) + Value(form.exponents.lo);
    return {.special = {.nan = code.bit(top + 2),
                        .pos_inf = code.bit(top + 1),
                        .neg_inf = code.bit(top)},
            .exponent = exponent,
            .mantissa = code.low(form.bits).as_signed(form.bits)};
}

LateState begin_late(Module& m, const LateForm& form, const Format& f, const Value& code) {
    const auto c = decode(m, f, code, "c");
    const auto place = first_place(form);
    // The significand's lowest bit lies below its exponent by the format's mantissa bits.
    const int up = -f.mantissa_bits - place;
    const auto number = mux(c.neg, -c.mag, c.mag);
    const auto mantissa = up >= 0 ? number << Value(up) : number >> Value(-up);
    return {.special = {c.nan, c.inf & !c.neg, c.inf & c.neg},
            .exponent = (c.exponent + Value(place - f.bias)).as("c_place"),
            .mantissa = mantissa.low(form.bits).as_signed(form.bits).as("c_mantissa")};
}

Range first_exponents(const LateForm& form, const Format& f) {
    const Range fields{1, pow2(static_cast<unsigned>(f.exponent_bits)) - 2};
    return fields + Range::point(first_place(form) - f.bias);
}

Value round_late(Module& m, const LateForm& form, const Format& f, const LateState& sum) {
    const auto lowest = form.exponents.lo;
    const auto exponent =
        (sum.exponent - Value(lowest)).within(0, form.exponents.hi - lowest).as("late_exponent");
    return round_block(f, {.neg = m.constant(0),
                           .total = sum.mantissa,
                           .exponent = exponent,
                           .lsb = static_cast<int>(lowest),
                           .special = sum.special});
}

}  // namespace mxgen::arith
