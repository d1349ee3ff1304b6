// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/config.h"
#include "sw/format/multiplier.h"

namespace mxgen::package {

/// The multiplier that a resolved configuration names; its words are legal by then.
inline Multiplier multiplier_of(const Config& c) {
    return find_multiplier(c.dot.multiplier, c.dot.lmul_mode, c.dot.lmul_l, c.dot.lmul_subnormals,
                           c.a.element.mantissa_bits)
        .value();
}

}  // namespace mxgen::package
