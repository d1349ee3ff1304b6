// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/element.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gen/arith/element_kinds.h"

namespace mxgen::arith {

using namespace ir;

namespace {

/// The code of NaN without its sign, where the format has one.
std::optional<Int> nan_code(const Format& f) {
    if (f.kind != Kind::floating || f.specials == mxgen::Specials::none) return std::nullopt;
    Int last = pow2(static_cast<unsigned>(f.exponent_bits + f.mantissa_bits)) - 1;
    if (f.bits <= 8 || f.specials == mxgen::Specials::fn) return last;
    return last - (pow2(static_cast<unsigned>(f.mantissa_bits) - 1) - 1);
}

/// What infinities and NaN become instead of `code`.
Value with_specials(const ElementRule& rule, const Normalized& x, const Value& code) {
    const auto& f = rule.format;
    auto bits = static_cast<unsigned>(f.bits);
    Int beyond = largest_code(f) + (rule.propagates_infinity && has_nan(f));
    Int negative =
        f.kind == Kind::integer ? pow2(bits) - beyond - f.asymmetric : pow2(bits - 1) + beyond;
    auto infinity = mux(x.neg, Value(negative), Value(beyond));
    auto number = mux(x.special, infinity, code);
    if (!has_nan(f)) return mux(x.nan, 0, number);
    // Small floats keep the sign of NaN.
    auto nan = nan_code(f).value();
    return mux(x.nan, bits <= 8 ? concat({x.neg, Value(nan)}) : Value(nan), number);
}

}  // namespace

bool has_nan(const Format& f) { return nan_code(f).has_value(); }

Largest largest(const Format& f) {
    if (f.kind == Kind::table)
        throw Error(
            fmt::format("{}: conversion to a table of values is not built; nearest: e2m1", f.name));
    if (f.kind == Kind::integer)
        return {f.bits - 2 + f.lsb, f.bits - 2, pow2(static_cast<unsigned>(f.bits) - 1) - 1};
    auto m = static_cast<unsigned>(f.mantissa_bits);
    Int code = largest_code(f);
    return {static_cast<int>(code >> m) - f.bias, f.mantissa_bits,
            pow2(m) + slice(code, m, 0) % pow2(m)};
}

Int largest_code(const Format& f) {
    if (f.kind == Kind::integer) return pow2(static_cast<unsigned>(f.bits) - 1) - 1;
    Int last = pow2(static_cast<unsigned>(f.exponent_bits + f.mantissa_bits)) - 1;
    switch (f.specials) {
        case mxgen::Specials::fn:
            return last - 1;
        case mxgen::Specials::ieee:
            return last - pow2(static_cast<unsigned>(f.mantissa_bits));
        case mxgen::Specials::none:
            break;
    }
    return last;
}

unsigned shift_limit(const Format& f, int lowest_top) {
    // Integers take any input not above top; floats need what is above their smallest normal
    // number normalized.
    int binades = 0;
    if (f.kind == Kind::floating)
        binades = static_cast<int>(largest_code(f) >> static_cast<unsigned>(f.mantissa_bits)) - 1;
    return static_cast<unsigned>(std::max(0, binades + 1 - lowest_top));
}

Value encode_element(const ElementRule& rule, const Normalized& x, const Value& top,
                     const Value& clear) {
    auto code = rule.format.kind == Kind::integer ? encode_integer(rule, x, top, clear)
                                                  : encode_floating(rule, x, top, clear);
    return rule.keeps_specials ? mux(clear, 0, with_specials(rule, x, code)) : code;
}

}  // namespace mxgen::arith
