// SPDX-License-Identifier: Apache-2.0
#include "sw/format/modes.h"

#include <algorithm>
#include <iterator>

namespace mxgen {
namespace {

/// Two names of modes, the wide one first.
struct ModeRow {
    const char *wide_mode, *narrow_mode, *narrow;
    Kind kind;
    int products;  ///< of narrow elements in the place of a wide one
};

constexpr ModeRow rows[] = {{"int8", "2xint4", "int4", Kind::integer, 2},
                            {"int8", "int4", "int4", Kind::integer, 1},
                            {"fp8", "fp4", "e2m1", Kind::floating, 1}};

bool is_wide(const ModeRow& row, const Format& f) {
    if (row.kind == Kind::integer) return f.kind == Kind::integer && f.bits == 8;
    return f.name == "e4m3";
}

BlockFormat narrowed(const ModeRow& row, BlockFormat operand) {
    operand.element = find_format(row.narrow).value();
    operand.block *= row.products;
    return operand;
}

}  // namespace

std::optional<std::array<ModeFormats, 2>> find_modes(const std::vector<std::string>& names,
                                                     const BlockFormat& a, const BlockFormat& b) {
    const auto row = std::find_if(std::begin(rows), std::end(rows), [&](const ModeRow& r) {
        return names == std::vector<std::string>{r.wide_mode, r.narrow_mode};
    });
    if (row == std::end(rows)) return std::nullopt;
    const Format narrow = find_format(row->narrow).value();
    const bool wide_a = is_wide(*row, a.element), wide_b = is_wide(*row, b.element);
    if (!wide_a && !(wide_b && a.element == narrow)) return std::nullopt;
    if (!wide_b && b.element != narrow) return std::nullopt;
    // Two elements side by side need a place of eight bits, also where one alone is narrow.
    const auto place = [&](const BlockFormat& f) {
        return row->products > 1 ? row->products * narrow.bits : f.element.bits;
    };
    const ModeFormats wide{a, b, 1, place(a), place(b)};
    const ModeFormats second{narrowed(*row, a), narrowed(*row, b), row->products,
                             place(a) / row->products, place(b) / row->products};
    return std::array{wide, second};
}

}  // namespace mxgen
