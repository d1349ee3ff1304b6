// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sw/format/choices.h"
#include "sw/format/format.h"

namespace mxgen {

/// The operators that multiply two elements (docs/numerics.md, "L-Mul").
enum class ProductKind { exact, lmul, rounded };
template <>
inline constexpr auto names_of<ProductKind> = std::to_array<std::string_view>({"exact", "lmul",
                                                                               "rounded"});

/// How two elements are multiplied (docs/numerics.md, "L-Mul"): data for circuit and golden model.
struct Multiplier {
    enum class Kind {
        exact,    ///< the product
        packed,   ///< L-Mul on exponent-mantissa fields: the sum of approximate logarithms
        eq1,      ///< L-Mul as a real number: (1 + xm + ym + 2^-l) * 2^(xe + ye)
        rounded,  ///< the product to nearest-even in m bits (arXiv:2406.18441), m <= 3
    };

    Kind kind = Kind::exact;
    std::optional<int> l;    ///< packed, eq1: the offset is 2^-l; none: Mitchell, no offset
    bool normalize = false;  ///< subnormal operands count; otherwise they are zero; not of exact

    bool operator==(const Multiplier&) const = default;
};

/// One kind of multiplier: how a configuration names it, what it takes, and its words.
struct MultiplierRow {
    Multiplier::Kind kind;
    ProductKind product;
    std::optional<LmulMode> mode;  ///< lmul: of its two
    int max_mantissa_bits;         ///< of operands
    std::string_view of_lane;      ///< in a lane's header: "Exact product"
    std::string_view of_numbers;   ///< in a module's: "Product of two {} numbers", {}: the format
    /// In sentences; {0} operands, {1} operator, {2} l, {3} subnormal operands.
    std::string_view meaning;
};

/// No limit of its own: no float here has more mantissa bits.
inline constexpr int any_mantissa = 64;
inline constexpr std::string_view lmul_meaning =
    "L-Mul of two numbers in {0}: operator {1}, l = {2}, subnormal operands: {3}.";

/// In the order of Multiplier::Kind.
inline constexpr MultiplierRow multiplier_rows[] = {
    {Multiplier::Kind::exact,
     ProductKind::exact,
     {},
     any_mantissa,
     "Exact product",
     "Product of two {} numbers, rounded to nearest even.",
     "The product of two numbers in {0}, rounded once to nearest-even"},
    {Multiplier::Kind::packed, ProductKind::lmul, LmulMode::packed, any_mantissa, "L-Mul",
     "L-Mul of two {} numbers.", lmul_meaning},
    {Multiplier::Kind::eq1, ProductKind::lmul, LmulMode::eq1, any_mantissa, "L-Mul",
     "L-Mul of two {} numbers.", lmul_meaning},
    {Multiplier::Kind::rounded,
     ProductKind::rounded,
     {},
     3,
     "Product rounded by a carry",
     "Product of two {} numbers, rounded by a carry.",
     "The product of two numbers in {0} by adding their fields and the carry that gives the "
     "nearest-even mantissa."},
};

/// The row of a kind.
constexpr const MultiplierRow& multiplier_row(Multiplier::Kind kind) {
    return multiplier_rows[static_cast<std::size_t>(kind)];
}

/// l of the L-Mul paper (arXiv:2410.00907, eq. 1): m for m <= 3, 3 for m = 4, 4 for m > 4.
int paper_l(int mantissa_bits);

/// L-Mul's l as a configuration says it: the paper's, none, or a number.
struct LmulOffset {
    bool is_paper = true;
    std::optional<int> l = {};  ///< where it is not the paper's; none: Mitchell, no offset

    bool operator==(const LmulOffset&) const = default;
};

/// "paper", "none" or an integer; empty for anything else.
std::optional<LmulOffset> find_lmul_offset(std::string_view text);
std::string to_string(const LmulOffset& offset);

/// A multiplier as a configuration says it.
struct MultiplierChoice {
    ProductKind product = ProductKind::exact;
    LmulMode mode = LmulMode::packed;
    LmulOffset offset = {};
    Subnormals subnormals = Subnormals::flush;

    bool operator==(const MultiplierChoice&) const = default;
};

/// The multiplier so chosen, of operands with m mantissa bits.
Multiplier make_multiplier(const MultiplierChoice& choice, int mantissa_bits);

/// The multiplier alone, in words; `formats` describes the operands.
std::string meaning_of(const MultiplierChoice& choice, const std::string& formats);

/// The multiplier that the configuration's words name: `product` exact, lmul or rounded; `mode`
/// packed or eq1; `l` paper, none or an integer; `subnormals` flush or normalize; m mantissa bits
/// per operand. Empty for any other word.
std::optional<Multiplier> find_multiplier(std::string_view product, std::string_view mode,
                                          std::string_view l, std::string_view subnormals,
                                          int mantissa_bits);

/// A multiplier that stands alone: two codes in, one code out. Operands are signed floats, of one
/// format unless the product is full.
struct MultiplySpec {
    Format a, b;
    Multiplier multiplier = {};
    bool full = false;     ///< exact: the result is a code of full_product(a, b), without rounding
    bool saturate = true;  ///< exact: finite products stay finite; else they overflow to infinity,
                           ///< or to NaN in a format without

    /// The format of the result.
    Format result() const;
};

/// The float that holds every product of two floats exactly: its smallest normal exponent is the
/// sum of the operands', its mantissa has ma + mb + 1 bits, and it has infinity and NaN where one
/// of the operands has any special.
Format full_product(const Format& a, const Format& b);

}  // namespace mxgen
