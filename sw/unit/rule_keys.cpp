// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/rule_keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "sw/support/names.h"

namespace mxgen {

void refuse_casts(const Settings& settings, const RoundingRule& rule) {
    const auto refuse = [&](const char* key, std::string_view value, const char* allowed,
                            const char* instead) {
        fail(settings, key,
             fmt::format("= {} is for conversions into integers without a scale; allowed: {}; "
                         "nearest: {}",
                         in_quotes(value), allowed, instead));
    };
    if (is_of_casts(rule.rounding))
        refuse("convert.rounding", name_of(rule.rounding), "rne, rtz, rna, sr",
               is_nearest(rule.rounding) ? "rne" : "rtz");
    if (is_of_casts(rule.overflow))
        refuse("convert.overflow", name_of(rule.overflow), "saturate, propagate", "saturate");
}

void check_rule(const Settings& settings, const BlockFormat& format, const ConvertRule& how,
                bool chooses_tensor_power) {
    const ScaleRule rule = how.scale;
    const bool chooses_power = (format.scale && !format.scale->has_zero) ||
                               (format.tensor_exponent && chooses_tensor_power);
    if (rule != ScaleRule::floor && !chooses_power) {
        fail(settings, "convert.scale_rule",
             fmt::format("= {} chooses a power of two, which {} has not to choose; allowed: "
                         "floor; nearest: floor",
                         in_quotes(name_of(rule)), format.name));
    }
    if (needs_mantissa(rule) && format.element.kind == Kind::table) {
        std::vector<std::string_view> allowed;
        for (const ScaleRule other : values_of<ScaleRule>())
            if (!needs_mantissa(other)) allowed.push_back(name_of(other));
        fail(settings, "convert.scale_rule",
             fmt::format("= {} needs an element with a mantissa, {} is a table of values; "
                         "allowed: {}; nearest: ceil",
                         in_quotes(name_of(rule)), format.element.name, fmt::join(allowed, ", ")));
    }
    const bool may_cast = format.element.kind == Kind::integer && !format.scale &&
                          !format.tensor_exponent && !format.per_row;
    if (!may_cast) refuse_casts(settings, how.rounding);
    if (how.nonfinite != NonFinite::nan_block && !format.scale && !format.tensor_exponent) {
        fail(settings, "convert.nonfinite",
             fmt::format("= {} is for blocks with a scale, {} has none; allowed: nan_block; "
                         "nearest: nan_block",
                         in_quotes(name_of(how.nonfinite)), format.name));
    }
}

}  // namespace mxgen
