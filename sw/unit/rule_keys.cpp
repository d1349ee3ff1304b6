// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/rule_keys.h"

#include <fmt/format.h>

#include "sw/support/names.h"

namespace mxgen {

void check_rule(const Settings& settings, const BlockFormat& format, const ConvertRule& how,
                bool chooses_tensor_power) {
    const ScaleRule rule = how.scale;
    const bool chooses_power = (format.scale && !format.scale->has_zero) ||
                               (format.tensor_exponent && chooses_tensor_power);
    if (rule != ScaleRule::floor && !chooses_power) {
        fail(settings, "convert.scale_rule",
             fmt::format("= {} chooses a power of two, which {} has not to choose; nearest: floor",
                         in_quotes(name_of(rule)), format.name));
    }
    if (rule == ScaleRule::even && format.element.kind == Kind::table) {
        fail(settings, "convert.scale_rule",
             fmt::format("= \"even\" needs an element with a mantissa, {} is a table of values; "
                         "allowed: floor, ceil, rceil; nearest: ceil",
                         format.element.name));
    }
    if (how.nonfinite != NonFinite::nan_block && !format.scale && !format.tensor_exponent) {
        fail(settings, "convert.nonfinite",
             fmt::format("= {} is for blocks with a scale, {} has none; nearest: nan_block",
                         in_quotes(name_of(how.nonfinite)), format.name));
    }
}

}  // namespace mxgen
