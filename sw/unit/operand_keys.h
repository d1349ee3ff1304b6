// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/settings.h"
#include "sw/unit/keys.h"
#include "sw/unit/operand_pair.h"

namespace mxgen {

/// Composes an operand from the keys of its section: a shorthand or an element, block and scale
/// over it; like `fallback` unless given. Its name is not yet that of its block. Throws Error
/// (usage) with the nearest legal name.
BlockFormat resolve_operand(const Settings& settings, const std::string& section,
                            const BlockFormat* fallback = nullptr);

/// The key that says the element of an operand, "a.element" or "a.format": as the user wrote it,
/// where b may be like a.
std::string operand_path(const Settings& settings, const std::string& section);

/// Gives an operand the name and source of the catalogue, with the block where it is not the
/// catalogue's.
void name_operand(BlockFormat& operand);

/// Two operands that meet, b like a unless given. Unscaled ones have no block of their own: the
/// other operand's, the lanes, or 32; of a chain of `chain_bits` the longest that they hold.
Operands resolve_operands(const Settings& settings, int chain_bits = 0);

/// The only operand of a unit, by [a]: unscaled elements have no block but the beat of `lanes` (0:
/// not given).
BlockFormat resolve_blocked(const Settings& settings, int lanes);

/// "_x8" where a beat of `lanes` elements is no whole block with a scale.
std::string beat_stem(const BlockFormat& operand, int lanes);

/// Throws Error (usage) unless `lanes` divides `block`, or is a multiple of it up to `max_lanes`
/// where a beat may hold several blocks (else 0).
void check_lanes(const Settings& settings, const std::string& path, int lanes, int block,
                 int max_lanes = 0);

/// The keys of an operand; `rows`: "rows", "columns", by which it enters.
template <class Design, class Member>
UnitKeys operand_keys(const std::string& section, const std::string& rows,
                      const std::string& otherwise, Member member) {
    const auto row = [&](std::string name, std::string by_default, std::string help) {
        return Key{.section = section,
                   .name = std::move(name),
                   .otherwise = std::move(by_default),
                   .help = std::move(help)};
    };
    Key format = row("format", otherwise,
                     "Format of the operand that enters by " + rows +
                         ": a block format (mxfp8_e4m3) or a bare element (int8)");
    format.excludes = section + ".element", format.example = "mxfp8_e4m3";
    Key element = row("element", "the format's", "Element format, instead of format");
    element.excludes = section + ".format", element.example = "e4m3";
    Key block = row("block",
                    "the format's; an element's with a scale: 32, or 16 with a mantissa; "
                    "unscaled: the other operand's, the lanes, or 32",
                    "Elements that share one scale; --block sets both operands'");
    block.type = KeyType::integer, block.min = 1, block.max = 1024;
    block.shared_flag = "--block";
    Key scale = row("scale", "the format's", "Scale format (e8m0, ue4m3, ue5m3) or none");
    scale.example = "none";
    return {
        composed<Design>(format, [member](const Design& d) { return member(d).name; }),
        composed<Design>(element, [member](const Design& d) { return member(d).element.name; }),
        composed<Design>(block, [member](const Design& d) -> long long { return member(d).block; }),
        composed<Design>(scale, [member](const Design& d) {
            return member(d).scale ? member(d).scale->name : std::string("none");
        })};
}

/// How an operand of a sum is scaled, by block or by row.
template <class Design, class Member>
UnitKey scale_per_key(const std::string& section, Member member) {
    Key row{.section = section,
            .name = "scale_per",
            .allowed = allowed_names<ScalePer>(),
            .help =
                "A scale for each block, or one for all blocks of a row of A, a column of B; "
                "row without a scale: a power of two, outside of the sums",
            .initial = std::string(name_of(ScalePer::block))};
    return composed<Design>(row, [member](const Design& d) {
        return std::string(name_of(member(d).per_row ? ScalePer::row : ScalePer::block));
    });
}

}  // namespace mxgen
