// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/conversion.h"

#include <fmt/format.h>

#include <cmath>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/unit/operand_keys.h"
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

}  // namespace

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
    convert.output = convert.clipped();
    return convert;
}

tensor::QuantizeOptions quantize_options(const ConversionOptions& options,
                                         const ConvertDesign& convert) {
    tensor::QuantizeOptions how;
    how.rule = convert.rule;
    how.axis = options.axis;
    how.tiles = options.tiles;
    how.whole_axis = options.per_row;
    check_tensor_scale(options, convert);
    how.tensor_scale = options.tensor_scale;
    how.seed = options.seed;
    if (options.per_row && (options.tiles || !convert.output.scale))
        throw Error(Exit::usage,
                    "--per-row: needs a format with a scale, or --scale, and no --tiles");
    if (options.profile == "te")
        how.profile = tensor::Profile::te;
    else if (options.profile != "exact")
        throw Error(Exit::usage, fmt::format("--profile: {}; allowed: exact, te; nearest: {}",
                                             in_quotes(options.profile),
                                             nearest(options.profile, {"exact", "te"})));
    if (how.profile == tensor::Profile::te && how.rule.rounding.rounding != Rounding::rne)
        throw Error(Exit::usage, fmt::format("--rounding: {} is not what profile te does; allowed: "
                                             "rne; nearest: rne, or --profile exact",
                                             in_quotes(name_of(convert.rule.rounding.rounding))));
    return how;
}

}  // namespace mxgen
