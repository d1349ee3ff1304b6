// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/tensor/given_codes.h"
#include "sw/unit/operand_keys.h"
#include "sw/unit/rotation_keys.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

/// The encode scale that the user gives, which an fp32 scale of the tensor alone can be.
void check_tensor_scale(const ConversionOptions& options, const ConvertDesign& convert) {
    if (!options.tensor_scale) return;
    if (!convert.output.tensor_scale)
        throw Error(Exit::usage,
                    fmt::format("--tensor-scale: {} has no fp32 scale of the tensor; allowed: with "
                                "nvfp4, nvint4 or --scale ue4m3; nearest: without it",
                                convert.output.name));
    if (!std::isfinite(*options.tensor_scale) || *options.tensor_scale <= 0)
        throw Error(Exit::usage,
                    fmt::format("--tensor-scale: {} is no encode scale; allowed: finite numbers "
                                "above 0; nearest: 1",
                                *options.tensor_scale));
    if (options.profile == "te")
        throw Error(Exit::usage,
                    "--tensor-scale: profile te derives its own from the tensor; nearest: "
                    "--profile exact");
}

[[noreturn]] void refuse(const std::string& message) { throw Error(Exit::usage, message); }

/// One of the names that a flag takes.
void check_choice(const std::string& flag, const std::string& text,
                  const std::vector<std::string>& names) {
    if (std::ranges::find(names, text) == names.end())
        refuse(fmt::format("{}: {}; allowed: {}; nearest: {}", flag, in_quotes(text),
                           enumerated(names), nearest(text, names)));
}

bool has_row_scales(const ConversionOptions& options, const BlockFormat& format) {
    return !options.row_scales.empty() ||
           (!options.scales.empty() && !format.scale && !format.tensor_exponent);
}

void check_row_scales(const ConversionOptions& options, const BlockFormat& format) {
    if (options.row_scales.empty()) return;
    check_choice("--row-scales", options.row_scales, {"fp32", "bf16"});
    if (format.scale || format.tensor_exponent)
        refuse(
            fmt::format("--row-scales: {} has scales of its own; allowed: formats without, as "
                        "int8 or e4m3; nearest: {}",
                        format.name, format.scale ? "--per-row" : "without it"));
    if (!options.scales.empty())
        refuse(
            "--row-scales: finds scales, --scales gives them; allowed: one of them; nearest: "
            "--scales alone");
}

/// What found scales need that given ones have no use for, and the other way round.
void check_given_scales(const ConversionOptions& options, const BlockFormat& format) {
    if (options.scales.empty()) return;
    if (format.tensor_exponent)
        refuse(
            fmt::format("--scales: {} has one power of two a tensor and no scales of blocks; "
                        "nearest: without it",
                        format.name));
    if (format.tensor_scale && !options.tensor_scale)
        refuse(
            fmt::format("--scales: those of {} are in units of a scale of the tensor; allowed: "
                        "with --tensor-scale G; nearest: --tensor-scale 1",
                        format.name));
    if (options.scale_search != "none")
        refuse(
            "--scale-search: looks for scales, --scales gives them; allowed: one of them; "
            "nearest: --scales alone");
}

void check_search(const ConversionOptions& options, const ConvertDesign& convert) {
    check_choice("--scale-search", options.scale_search, {"none", "mse"});
    if (options.scale_search == "none") return;
    const RoundingRule& rounding = convert.rule.rounding;
    if (!convert.output.scale)
        refuse(
            fmt::format("--scale-search: {} has no scale codes to try; allowed: block formats, "
                        "or --scale; nearest: none",
                        convert.output.name));
    if (is_stochastic(rounding.rounding))
        refuse(
            "--scale-search: the error of sr is random; allowed: rne, rtz, rna; nearest: "
            "--rounding rne");
    if (rounding.overflow != Overflow::saturate)
        refuse(
            "--scale-search: infinity and NaN have no error to compare; allowed: --overflow "
            "saturate; nearest: --overflow saturate");
}

/// Options that say where scales come from exclude each other.
void check_scales(const ConversionOptions& options, const ConvertDesign& convert) {
    const BlockFormat& format = convert.output;
    check_search(options, convert);
    check_row_scales(options, format);
    check_given_scales(options, format);
    const bool is_ruled = options.scale_search == "none" && !has_row_scales(options, format) &&
                          options.scales.empty();
    if (is_ruled) return;
    const char* flag = !options.scales.empty()       ? "--scales"
                       : !options.row_scales.empty() ? "--row-scales"
                                                     : "--scale-search";
    if (options.has_scale_rule)
        refuse(
            fmt::format("--scale-rule: finds scales, and so does or gives them {}; allowed: one "
                        "of them; nearest: {} alone",
                        flag, flag));
    if (options.profile == "te")
        refuse(
            fmt::format("{}: profile te has scales of its own; allowed: --profile exact; "
                        "nearest: --profile exact",
                        flag));
    if (has_row_scales(options, format) && options.tiles)
        refuse(
            fmt::format("--tiles: {} has scales of rows here; allowed: block formats; nearest: "
                        "without it",
                        format.name));
}

}  // namespace

BlockFormat format_of(const ConversionOptions& options, const ConvertDesign& convert) {
    BlockFormat format = convert.output;
    if (has_row_scales(options, format))
        format.scale = find_format(options.row_scales.empty() ? "fp32" : options.row_scales);
    return format;
}

void take_scales(tensor::QuantizeOptions& how, const ConversionOptions& options,
                 const BlockFormat& format, const tensor::Shape& shape) {
    if (options.scales.empty()) return;
    const tensor::Blocking blocking{how.whole_axis ? 0 : format.block, how.axis, how.tiles};
    const auto scale_shape = tensor::BlockLayout(shape, blocking).scale_shape();
    how.scales = format.scale->name == "fp32"
                     ? tensor::read_row_scales(options.scales, scale_shape)
                     : tensor::read_scales(options.scales, *format.scale, scale_shape);
}

ConvertDesign tensor_conversion(const Settings& settings) {
    Config config{.design = ConvertDesign{}};
    for (const UnitKey& key : keys_of(unit_of(config))) {
        const auto setting = settings.find(key.row.path());
        const bool is_rule = key.row.section == "a" || key.row.section == "convert";
        if (setting != settings.end() && is_rule && key.set != nullptr)
            key.set(config, setting->second.value);
    }
    auto& convert = std::get<ConvertDesign>(config.design);
    convert.output = resolve_blocked(settings, 0);
    check_rule(settings, convert.output, convert.rule, true);
    check_rotation(settings, convert.output, convert.rule, convert.rotation);
    convert.output = convert.clipped();
    return convert;
}

namespace {

/// What cuts or scales a tensor otherwise than in blocks along an axis.
void check_rotated(const ConversionOptions& options, const Rotation& rotation) {
    if (!rotation) return;
    const std::pair<const char*, bool> others[] = {
        {"--tiles", options.tiles},
        {"--per-row", options.per_row},
        {"--profile te", options.profile == "te"},
        {"--scales", !options.scales.empty()},
        {"--rotate-signs port", rotation.has_sign_port()}};
    for (const auto& [flag, is_given] : others)
        if (is_given)
            refuse(
                fmt::format("--rotate: does not go with {}; allowed: one of them; nearest: "
                            "without {}",
                            flag, flag));
}

}  // namespace

tensor::QuantizeOptions quantize_options(const ConversionOptions& options,
                                         const ConvertDesign& convert) {
    tensor::QuantizeOptions how;
    how.rule = convert.rule;
    how.axis = options.axis;
    how.tiles = options.tiles;
    how.whole_axis = options.per_row || has_row_scales(options, convert.output);
    check_rotated(options, convert.rotation);
    check_tensor_scale(options, convert);
    check_scales(options, convert);
    if (options.scale_search == "mse") how.search = tensor::ScaleSearch::mse;
    how.tensor_scale = options.tensor_scale;
    how.seed = options.seed;
    const bool has_scales = convert.output.scale || has_row_scales(options, convert.output);
    if (options.per_row && (options.tiles || !has_scales))
        refuse(
            "--per-row: needs a format with a scale, or --scale or --row-scales, and no --tiles");
    check_choice("--profile", options.profile, {"exact", "te"});
    if (options.profile == "te") how.profile = tensor::Profile::te;
    if (how.profile == tensor::Profile::te && how.rule.rounding.rounding != Rounding::rne)
        throw Error(Exit::usage, fmt::format("--rounding: {} is not what profile te does; allowed: "
                                             "rne; nearest: rne, or --profile exact",
                                             in_quotes(name_of(convert.rule.rounding.rounding))));
    return how;
}

}  // namespace mxgen
