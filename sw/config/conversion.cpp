// SPDX-License-Identifier: Apache-2.0
#include "sw/config/conversion.h"

#include <fmt/format.h>

#include "sw/config/operand.h"
#include "sw/support/names.h"

namespace mxgen {

ConvertRule convert_rule(const Config::Convert& convert) {
    // The table of keys allows the very names that these look up.
    return {.scale = find_choice<ScaleRule>(convert.scale_rule).value(),
            .rounding = {.rounding = find_choice<Rounding>(convert.rounding).value(),
                         .overflow = find_choice<Overflow>(convert.overflow).value(),
                         .random_bits = convert.random_bits},
            .nonfinite = find_choice<NonFinite>(convert.nonfinite).value()};
}

void check_conversion(const Config& config, const Settings& settings) {
    const BlockFormat& format = config.a;
    const std::string& rule = config.convert.scale_rule;
    const bool is_given = format.tensor_exponent && config.unit == "convert";
    const bool chooses_power =
        (format.scale && !format.scale->has_zero) || (format.tensor_exponent && !is_given);
    if (rule != "floor" && !chooses_power) {
        fail(settings, "convert.scale_rule",
             fmt::format("= {} chooses a power of two, which {} has not to choose; nearest: floor",
                         in_quotes(rule), format.name));
    }
    if (rule == "even" && format.element.kind == Kind::table) {
        fail(settings, "convert.scale_rule",
             fmt::format("= \"even\" needs an element with a mantissa, {} is a table of values; "
                         "allowed: floor, ceil, rceil; nearest: ceil",
                         format.element.name));
    }
    if (config.convert.nonfinite != "nan_block" && !format.scale && !format.tensor_exponent) {
        fail(settings, "convert.nonfinite",
             fmt::format("= {} is for blocks with a scale, {} has none; nearest: nan_block",
                         in_quotes(config.convert.nonfinite), format.name));
    }
}

BlockFormat clipped_format(const Config& config) {
    BlockFormat format = config.a;
    format.element.asymmetric |= config.convert.clip == "asymmetric";
    return format;
}

BlockFormat decoded_format(const Config& config) {
    BlockFormat format = config.a;
    if (format.tensor_exponent) format.scale = find_format("e8m0");
    format.tensor_exponent = false;
    return format;
}

bool has_lfsr(const Config& config) {
    return config.unit == "convert" && config.convert.rounding == "sr" &&
           config.convert.random == "lfsr";
}

}  // namespace mxgen
