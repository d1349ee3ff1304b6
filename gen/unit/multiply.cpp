// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/multiply.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/lmul.h"
#include "gen/arith/product.h"
#include "gen/arith/round.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// A result before it is a code; nan goes before inf, inf before the magnitude.
struct UnpackedResult {
    Value neg, nan, inf;
    Value magnitude;  ///< the code without sign, possibly beyond the largest finite one
};

/// Codes of magnitudes that stand for no number, and the largest that does.
struct Landmarks {
    Int largest, infinity, nan;

    explicit Landmarks(const Format& f, bool full) {
        auto p = static_cast<unsigned>(f.mantissa_bits), e = static_cast<unsigned>(f.exponent_bits);
        infinity = pow2(p + e) - pow2(p);
        largest = pow2(p + e) - 1;
        nan = largest;
        if (f.specials == Specials::fn) largest -= 1;
        if (f.specials == Specials::ieee) largest = infinity - 1;
        bool quiet = f.specials == Specials::ieee && (full || f.bits > 8);
        if (quiet) nan = infinity + pow2(p - 1);
    }
};

/// Sign and specials of the product of two operands.
template <typename Operand>
UnpackedResult signed_specials(const Operand& a, const Operand& b) {
    auto special = arith::product_specials(a, b);
    return {.neg = (a.neg ^ b.neg).as("neg"),
            .nan = special.nan.as("nan"),
            .inf = special.inf.as("inf"),
            .magnitude = {}};
}

UnpackedResult exact(Module& m, const MultiplySpec& o, const Format& result, const Value& code_a,
                     const Value& code_b) {
    auto a = arith::decode(m, o.a, code_a, "a"), b = arith::decode(m, o.b, code_b, "b");
    UnpackedResult r = signed_specials(a, b);
    auto mag = (a.mag * b.mag).as("mag");
    // Without mantissas the product has one bit, and a result's significand no place to round at.
    const int padding = o.a.mantissa_bits + o.b.mantissa_bits == 0 ? 1 : 0;
    arith::Unrounded product{.neg = r.neg,
                             .mag = mag << Value(padding),
                             .exponent = (a.exponent + b.exponent).as("exponent"),
                             .lsb = a.lsb + b.lsb - padding};
    r.magnitude = arith::round_magnitude(result, arith::gradual(result, product));
    return r;
}

/// eq1 as a field, truncated to the format's mantissa: two binades are enough for the significand.
Value truncated(const Format& f, const arith::ApproximateProduct& x) {
    auto range = x.significand.range();
    const int lowest = static_cast<int>(msb(range.lo)), highest = static_cast<int>(msb(range.hi));
    auto cut = [&](int binade) {
        const int dropped = binade - f.mantissa_bits;
        return ((x.exponent + Value(binade + x.lsb - 1)) << Value(f.mantissa_bits)) +
               (x.significand >> Value(dropped));
    };
    if (lowest == highest) return cut(lowest);
    auto carry = (x.significand >= Value(pow2(static_cast<unsigned>(highest)))).as("carry");
    return mux(carry, cut(highest), cut(lowest));
}

UnpackedResult approximate(Module& m, const MultiplySpec& o, const Value& code_a,
                           const Value& code_b) {
    const Format& f = o.a;
    auto a = arith::logarithm(m, o.multiplier, f, code_a, "a");
    auto b = arith::logarithm(m, o.multiplier, f, code_b, "b");
    UnpackedResult r = signed_specials(a, b);
    auto p = static_cast<unsigned>(f.mantissa_bits);
    auto field = o.multiplier.kind == Multiplier::Kind::eq1
                     ? truncated(f, arith::approximate_product(m, o.multiplier, f, a, b, -f.bias))
                     : arith::product_field(o.multiplier, f, a, b, -(Int(f.bias) << p));
    field.as("field");
    auto zero = a.vanishes | b.vanishes | (field < Value(pow2(p)));
    r.magnitude = mux(zero, 0, field).within(0, field.range().hi);
    return r;
}

/// The code of a result: overflow, then specials, then sign.
Value code_of(const MultiplySpec& o, const Format& f, const UnpackedResult& r) {
    const Landmarks at(f, o.full);
    const bool exact = o.multiplier.kind == Multiplier::Kind::exact;
    const bool keeps_finite = !exact || o.saturate || f.specials == Specials::none;
    const Int beyond = keeps_finite ? at.largest : Int(at.largest + 1);
    auto width = static_cast<unsigned>(f.exponent_bits + f.mantissa_bits);
    auto number = mux(r.magnitude > Value(at.largest), Value(beyond), r.magnitude).low(width);
    auto signed_code = concat({r.neg, mux(r.inf, at.infinity, number)});
    return mux(r.nan, at.nan, signed_code);
}

void require(const MultiplySpec& o, bool fits, const char* what) {
    if (!fits) throw CircuitError(fmt::format("{}, not {} and {}", what, o.a.name, o.b.name));
}

void check(const MultiplySpec& o) {
    const bool exact = o.multiplier.kind == Multiplier::Kind::exact;
    for (const Format* f : {&o.a, &o.b})
        require(o, f->kind == Kind::floating && f->is_signed && f->has_zero,
                "a multiplier takes signed floats");
    require(o, o.full || o.a == o.b, "a product of one format needs operands of that format");
    require(o, exact || !o.full, "only exact products have a full form");
}

std::string doc(const MultiplySpec& o) {
    if (o.full) return fmt::format("Exact product of {} and {}.", o.a.name, o.b.name);
    return fmt::format(fmt::runtime(multiplier_row(o.multiplier.kind).of_numbers), o.a.name);
}

}  // namespace

Module multiply(const std::string& name, const MultiplySpec& o) {
    check(o);
    Module m{name, doc(o)};
    m.belongs_to(DesignPart::multipliers);
    const Format result = o.result();
    auto a = m.input("a_i", arith::codes(o.a)), b = m.input("b_i", arith::codes(o.b));
    auto r = o.multiplier.kind == Multiplier::Kind::exact ? exact(m, o, result, a, b)
                                                          : approximate(m, o, a, b);
    m.output("p_o", code_of(o, result, r));
    return m;
}

}  // namespace mxgen::unit
