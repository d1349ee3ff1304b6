// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/operand_keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/config/table.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen {

namespace {

/// Block of two unscaled operands, and of an element given a scale of its own (one with a
/// mantissa), when nothing else says one.
constexpr int default_block = 32, default_fine_block = 16;

bool is_scale(const Format& f) { return f.kind == Kind::floating && !f.is_signed; }

std::vector<std::string> element_names() {
    std::vector<std::string> names;
    for (const Format& f : formats()) {
        if (!is_scale(f)) names.push_back(f.name);
    }
    for (const char* family : {"int4", "int6", "int8", "int16"}) names.push_back(family);
    return names;
}

std::vector<std::string> operand_names() {
    std::vector<std::string> names;
    for (const BlockFormat& f : block_formats()) names.push_back(f.name);
    for (std::string& name : element_names()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

/// The first name that what was written begins, else the fewest edits away: mxfp8 is mxfp8_e4m3.
std::string nearest_format(const std::string& written, const std::vector<std::string>& names) {
    const auto begun = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
        return !written.empty() && name.starts_with(written);
    });
    return begun == names.end() ? nearest(written, names) : *begun;
}

[[noreturn]] void unknown(const Settings& settings, const std::string& path,
                          const std::string& name, const std::vector<std::string>& legal,
                          const std::string& families) {
    fail(settings, path,
         fmt::format("= {} is no such format; allowed: {}{}; nearest: {}", in_quotes(name),
                     enumerated(legal), families, nearest_format(name, legal)));
}

constexpr auto element_families = ", int2 to int16, sfixed<W,F>, eXmY, eXmYbB, mantA, TABLE.toml";

BlockFormat unscaled(Format element) {
    BlockFormat f;
    f.name = element.name;
    f.element = std::move(element);
    return f;
}

/// A user's table; what is wrong with the file is said at the place that names it.
BlockFormat read_operand(const Settings& settings, const std::string& path,
                         const std::string& file) {
    std::string text;
    try {
        text = read_file(file, largest_settings);
    } catch (const Error& error) {
        fail(settings, path, fmt::format("= {}: {}", in_quotes(file), error.what()));
    }
    return unscaled(parse_table_format(text, file));
}

std::optional<BlockFormat> unscaled_format(const std::string& name) {
    const auto found = find_format(name);
    return found ? std::optional(unscaled(*found)) : std::nullopt;
}

/// The shorthand or element of `section`, else the format of the other operand, `fallback`.
BlockFormat base_format(const Settings& settings, const std::string& section,
                        const BlockFormat* fallback) {
    const auto format = given<std::string>(settings, section + ".format");
    const auto element = given<std::string>(settings, section + ".element");
    if (format && element) {
        fail(settings, section + ".element",
             fmt::format("= {} and {}.format are both given; allowed: one of them; nearest: "
                         "without {}.element",
                         in_quotes(*element), section, section));
    }
    for (const auto& [path, name] :
         {std::pair{section + ".format", format}, std::pair{section + ".element", element}}) {
        if (!name) continue;
        if (name->ends_with(".toml")) return read_operand(settings, path, *name);
        if (const auto found = format ? find_block_format(*name) : unscaled_format(*name);
            found && !is_scale(found->element))
            return *found;
        unknown(settings, path, *name, format ? operand_names() : element_names(),
                element_families);
    }
    if (fallback != nullptr) return *fallback;
    fail(settings, section + ".format",
         fmt::format("is missing: give --{} or [{}] format; allowed: {}{}; nearest: mxfp8_e4m3",
                     section, section, enumerated(operand_names()), element_families));
}

void set_scale(BlockFormat& operand, const Settings& settings, const std::string& section) {
    const auto name = given<std::string>(settings, section + ".scale");
    if (!name) return;
    operand.scale = *name == "none" ? std::nullopt : find_format(*name);
    if (*name != "none" && !(operand.scale && is_scale(*operand.scale))) {
        std::vector<std::string> legal{"none"};
        for (const Format& f : formats()) {
            if (is_scale(f)) legal.push_back(f.name);
        }
        unknown(settings, section + ".scale", *name, legal, "");
    }
    // A scale with a mantissa has a short range: it goes with an fp32 scale per tensor (NVFP4).
    operand.tensor_scale = operand.scale && operand.scale->mantissa_bits > 0;
    operand.tensor_exponent = false;
}

/// The row of the catalogue with this element and these scales, whatever the block; or null.
const BlockFormat* catalogue_row(const BlockFormat& operand) {
    const auto& rows = block_formats();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](BlockFormat same) {
        same.name = operand.name, same.source = operand.source;
        same.block = operand.block, same.per_row = operand.per_row;
        return same == operand;
    });
    return row == rows.end() ? nullptr : &*row;
}

/// The catalogue's source, or those of element and scale.
std::string composed_source(const BlockFormat& operand) {
    if (const BlockFormat* row = catalogue_row(operand)) return row->source;
    const std::string& element = operand.element.source;
    if (!operand.scale || operand.scale->source == element) return element;
    return fmt::format("{}, scale {}", element, operand.scale->source);
}

/// The catalogue's name, with the block where it is not the catalogue's.
std::string composed_name(const BlockFormat& operand) {
    if (operand.per_row) {
        BlockFormat blocks = operand;
        blocks.per_row = false;
        return composed_name(blocks) + "_row";
    }
    if (const BlockFormat* row = catalogue_row(operand)) {
        if (!operand.scale || row->block == operand.block) return row->name;
        return fmt::format("{}_b{}", row->name, operand.block);
    }
    if (!operand.scale) return operand.element.name;
    return fmt::format("{}_{}_b{}", operand.element.name, operand.scale->name, operand.block);
}

/// The longest sums of products of two codes of integer formats in `bits` bits, in whole beats of
/// `lanes` where that is given and possible, else in an equal part of a beat.
int chain_block(const BlockFormat& a, const BlockFormat& b, int bits, std::optional<int> lanes) {
    constexpr int max_chain = 1024;
    int chain = 1;
    while (chain < max_chain && exact_sum_bits(a.element, b.element, chain + 1) <= bits) ++chain;
    const int beat = lanes.value_or(std::min(chain, default_block));
    if (chain >= beat) return chain / beat * beat;
    while (beat % chain != 0) --chain;
    return chain;
}

/// Unscaled operands have no block of their own: the other operand's, the lanes, or the default.
void resolve_block(BlockFormat& f, const BlockFormat& other, const Settings& settings,
                   const std::string& section, const std::string& other_section, int chain_bits) {
    if (f.scale || settings.contains(section + ".block")) return;
    if (other.scale || settings.contains(other_section + ".block")) {
        f.block = other.block;
        return;
    }
    const auto lanes = given<long long>(settings, "dot.lanes");
    if (chain_bits > 0)
        f.block = chain_block(f, other, chain_bits, lanes);
    else
        f.block = static_cast<int>(lanes.value_or(default_block));
}

/// The nearest number, up to `max`, that divides `block` or that it divides.
int nearest_lanes(int lanes, int block, int max) {
    for (int step = 0;; ++step) {
        for (const int candidate : {lanes - step, lanes + step}) {
            if (candidate < 1 || candidate > max) continue;
            if (block % candidate == 0 || candidate % block == 0) return candidate;
        }
    }
}

}  // namespace

std::string operand_path(const Settings& settings, const std::string& section) {
    for (const std::string& from : {section, std::string("a")}) {
        for (const char* key : {".format", ".element"})
            if (settings.contains(from + key)) return from + key;
    }
    return section + ".format";
}

void name_operand(BlockFormat& operand) {
    operand.source = composed_source(operand);
    operand.name = composed_name(operand);
}

BlockFormat resolve_operand(const Settings& settings, const std::string& section,
                            const BlockFormat* fallback) {
    BlockFormat f = base_format(settings, section, fallback);
    const bool had_scale = f.scale.has_value();
    set_scale(f, settings, section);
    if (f.scale && !had_scale) f.block = f.tensor_scale ? default_fine_block : default_block;
    const auto block = given<long long>(settings, section + ".block");
    if (block) f.block = static_cast<int>(*block);
    const auto per = given<std::string>(settings, section + ".scale_per");
    if (per) f.per_row = find_choice<ScalePer>(*per) == ScalePer::row;
    if (f.per_row && f.tensor_exponent) {
        fail(settings, section + ".scale_per",
             fmt::format("= \"row\" gives a row its scale, {} has one power of two a tensor; "
                         "allowed: block; nearest: block",
                         f.name));
    }
    return f;
}

Operands resolve_operands(const Settings& settings, int chain_bits) {
    Operands both;
    both.a = resolve_operand(settings, "a");
    both.b = resolve_operand(settings, "b", &both.a);
    const BlockFormat first = both.a;
    resolve_block(both.a, both.b, settings, "a", "b", chain_bits);
    resolve_block(both.b, first, settings, "b", "a", chain_bits);
    name_operand(both.a);
    name_operand(both.b);
    return both;
}

BlockFormat resolve_blocked(const Settings& settings, int lanes) {
    BlockFormat f = resolve_operand(settings, "a");
    const bool is_free = !f.scale && !settings.contains("a.block");
    if (is_free) f.block = lanes > 0 ? lanes : default_block;
    name_operand(f);
    return f;
}

std::string beat_stem(const BlockFormat& operand, int lanes) {
    return operand.scale && lanes == operand.block ? "" : fmt::format("_x{}", lanes);
}

void check_lanes(const Settings& settings, const std::string& path, int lanes, int block,
                 int max_lanes) {
    const bool several_blocks = max_lanes > 0;
    if (block % lanes == 0 || (several_blocks && lanes % block == 0)) return;
    const int closest = nearest_lanes(lanes, block, several_blocks ? max_lanes : block);
    fail(settings, path,
         fmt::format("= {} does not fit a block of {}; allowed: divisors{} of the block; nearest: "
                     "{}; or set the block with --block {}",
                     lanes, block, several_blocks ? " and multiples" : "", closest, lanes));
}

}  // namespace mxgen
