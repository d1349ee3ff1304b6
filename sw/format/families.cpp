// SPDX-License-Identifier: Apache-2.0
#include "sw/format/families.h"

#include <string>

#include "sw/format/parse.h"

namespace mxgen {
namespace {

bool within(int x, int lo, int hi) { return lo <= x && x <= hi; }

/// The specials that a name ends in; empty text is none.
std::optional<Specials> specials_named(std::string_view text) {
    if (text.empty()) return Specials::none;
    if (text == "fn") return Specials::fn;
    if (text == "ieee") return Specials::ieee;
    return std::nullopt;
}

}  // namespace

std::optional<Format> parse_integer_family(std::string_view name) {
    std::string_view rest = name;
    if (!take(rest, "int")) return std::nullopt;
    const auto bits = take_integer(rest);
    if (!bits || !rest.empty() || !within(*bits, 2, 16)) return std::nullopt;
    Format f;
    f.name = name;
    f.source = "arXiv:2510.25602";
    f.kind = Kind::integer;
    f.bits = *bits;
    return f;
}

std::optional<Format> parse_fixed_family(std::string_view name) {
    std::string_view rest = name;
    if (!take(rest, "sfixed<")) return std::nullopt;
    const auto bits = take_integer(rest);
    if (!bits || !within(*bits, 2, 16) || !take(rest, ",")) return std::nullopt;
    const auto fraction = take_integer(rest);
    if (!fraction || !within(*fraction, -32, 32) || rest != ">") return std::nullopt;
    Format f;
    f.name = name;
    f.source = "IEEE 1666-2011";
    f.kind = Kind::integer;
    f.bits = *bits;
    f.lsb = -*fraction;
    return f;
}

std::optional<Format> parse_float_family(std::string_view name) {
    std::string_view rest = name;
    if (!take(rest, "e")) return std::nullopt;
    const auto exponent_bits = take_integer(rest);
    if (!exponent_bits || !within(*exponent_bits, 1, 8) || !take(rest, "m")) return std::nullopt;
    const auto mantissa_bits = take_integer(rest);
    if (!mantissa_bits || !within(*mantissa_bits, 0, 14)) return std::nullopt;
    Format f;
    f.name = name;
    f.source = "arXiv:2311.12359";
    f.exponent_bits = *exponent_bits;
    f.mantissa_bits = *mantissa_bits;
    f.bits = 1 + f.exponent_bits + f.mantissa_bits;
    f.bias = (1 << (f.exponent_bits - 1)) - 1;
    if (take(rest, "b")) {
        const auto bias = take_integer(rest);
        if (!bias || !within(*bias, -128, 255)) return std::nullopt;
        f.bias = *bias;
    }
    const auto specials = specials_named(rest);
    if (!specials || !within(f.bits, 3, 16)) return std::nullopt;
    // An IEEE-like format needs an exponent below the specials' and a mantissa that tells NaN.
    if (*specials == Specials::ieee && (f.exponent_bits < 2 || f.mantissa_bits < 1))
        return std::nullopt;
    f.specials = *specials;
    return f;
}

}  // namespace mxgen
