// SPDX-License-Identifier: Apache-2.0
#include "sw/config/multiplier.h"

namespace mxgen {

Multiplier multiplier_of(const Config& c) {
    return find_multiplier(c.dot.multiplier, c.dot.lmul_mode, c.dot.lmul_l, c.dot.lmul_subnormals,
                           c.a.element.mantissa_bits)
        .value();
}

MultiplySpec multiply_spec(const Config& c) {
    return {.a = c.a.element,
            .b = c.b.element,
            .multiplier = multiplier_of(c),
            .full = c.dot.full_product,
            .saturate = c.convert.overflow == "saturate"};
}

}  // namespace mxgen
