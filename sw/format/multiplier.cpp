// SPDX-License-Identifier: Apache-2.0
#include "sw/format/multiplier.h"

#include <fmt/format.h>

#include "sw/format/parse.h"

namespace mxgen {
namespace {

/// The largest exponent less the smallest one of a normal number.
int exponent_span(const Format& f) {
    const int highest = (1 << f.exponent_bits) - 1 - (f.specials == Specials::ieee ? 1 : 0);
    return highest - 1;
}

const MultiplierRow& row_of(const MultiplierChoice& choice) {
    const auto* row = multiplier_rows;
    while (row->product != choice.product || row->mode.value_or(choice.mode) != choice.mode) ++row;
    return *row;
}

}  // namespace

int paper_l(int mantissa_bits) {
    if (mantissa_bits <= 3) return mantissa_bits;
    return mantissa_bits == 4 ? 3 : 4;
}

std::optional<LmulOffset> find_lmul_offset(std::string_view text) {
    if (text == "paper") return LmulOffset{};
    if (text == "none") return LmulOffset{.is_paper = false};
    const auto l = take_integer(text);
    if (!l || !text.empty()) return std::nullopt;
    return LmulOffset{.is_paper = false, .l = l};
}

std::string to_string(const LmulOffset& offset) {
    if (offset.is_paper) return "paper";
    return offset.l ? std::to_string(*offset.l) : "none";
}

Multiplier make_multiplier(const MultiplierChoice& choice, int mantissa_bits) {
    if (choice.product == ProductKind::exact) return {};
    Multiplier made;
    made.kind = row_of(choice).kind;
    made.normalize = choice.subnormals == Subnormals::normalize;
    if (choice.product == ProductKind::lmul)
        made.l = choice.offset.is_paper ? paper_l(mantissa_bits) : choice.offset.l;
    return made;
}

std::string meaning_of(const MultiplierChoice& choice, const std::string& formats) {
    return fmt::format(fmt::runtime(row_of(choice).meaning), formats, name_of(choice.mode),
                       to_string(choice.offset), name_of(choice.subnormals));
}

std::optional<Multiplier> find_multiplier(std::string_view product, std::string_view mode,
                                          std::string_view l, std::string_view subnormals,
                                          int mantissa_bits) {
    const auto found = find_choice<ProductKind>(product);
    if (!found) return std::nullopt;
    if (*found == ProductKind::exact) return Multiplier{};
    const auto how = find_choice<LmulMode>(mode);
    const auto offset = find_lmul_offset(l);
    const auto small = find_choice<Subnormals>(subnormals);
    if (!small || (*found == ProductKind::lmul && (!how || !offset))) return std::nullopt;
    return make_multiplier(
        {*found, how.value_or(LmulMode::packed), offset.value_or(LmulOffset{}), *small},
        mantissa_bits);
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
