// SPDX-License-Identifier: Apache-2.0
#include "sw/format/multiplier.h"

#include "sw/format/parse.h"

namespace mxgen {
namespace {

/// The largest exponent less the smallest one of a normal number.
int exponent_span(const Format& f) {
    const int highest = (1 << f.exponent_bits) - 1 - (f.specials == Specials::ieee ? 1 : 0);
    return highest - 1;
}

}  // namespace

int paper_l(int mantissa_bits) {
    if (mantissa_bits <= 3) return mantissa_bits;
    return mantissa_bits == 4 ? 3 : 4;
}

std::optional<Multiplier> find_multiplier(std::string_view kind, std::string_view mode,
                                          std::string_view l, std::string_view subnormals,
                                          int mantissa_bits) {
    Multiplier found;
    if (kind == "exact") return found;
    if (subnormals != "flush" && subnormals != "normalize") return std::nullopt;
    found.normalize = subnormals == "normalize";
    if (kind == "rounded") {
        found.kind = Multiplier::Kind::rounded;
        return found;
    }
    if (kind != "lmul" || (mode != "packed" && mode != "eq1")) return std::nullopt;
    found.kind = mode == "packed" ? Multiplier::Kind::packed : Multiplier::Kind::eq1;
    if (l == "none") return found;
    found.l = l == "paper" ? paper_l(mantissa_bits) : take_integer(l);
    if (!found.l || (l != "paper" && !l.empty())) return std::nullopt;
    return found;
}

Format MultiplySpec::result() const { return full ? full_product(a, b) : a; }

Format full_product(const Format& a, const Format& b) {
    Format product;
    product.name = a.name + " x " + b.name;
    product.source = "docs/numerics.md";
    const bool special = a.specials != Specials::none || b.specials != Specials::none;
    product.specials = special ? Specials::ieee : Specials::none;
    product.bias = a.bias + b.bias - 1;
    product.mantissa_bits = a.mantissa_bits + b.mantissa_bits + 1;
    // Biased exponents 1 to highest, the product of two significands in [2, 4) included.
    const int highest = exponent_span(a) + exponent_span(b) + 2;
    while ((1 << product.exponent_bits) - 1 < highest + (special ? 1 : 0)) ++product.exponent_bits;
    product.bits = 1 + product.exponent_bits + product.mantissa_bits;
    return product;
}

}  // namespace mxgen
