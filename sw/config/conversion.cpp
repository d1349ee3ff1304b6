// SPDX-License-Identifier: Apache-2.0
#include "sw/config/conversion.h"

namespace mxgen {

model::ConvertRule convert_rule(const Config::Convert& convert) {
    // The table of keys allows the very names that these look up.
    return {.scale = model::find_scale_rule(convert.scale_rule).value(),
            .rounding = {.rounding = model::find_rounding(convert.rounding).value(),
                         .overflow = model::find_overflow(convert.overflow).value(),
                         .random_bits = convert.random_bits},
            .nonfinite = model::find_nonfinite(convert.nonfinite).value()};
}

BlockFormat clipped_format(const Config& config) {
    BlockFormat format = config.a;
    format.element.asymmetric |= config.convert.clip == "asymmetric";
    return format;
}

int beats_a_block(const Config& config) {
    return config.unit == "convert" ? config.a.block / config.convert.lanes : 1;
}

bool has_lfsr(const Config& config) {
    return config.unit == "convert" && config.convert.rounding == "sr" &&
           config.convert.random == "lfsr";
}

}  // namespace mxgen
