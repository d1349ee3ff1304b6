// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/multiplier_keys.h"

#include <fmt/format.h>

namespace mxgen {

void check_multiplier(const Settings& settings, const MultiplierChoice& choice, const Format& a,
                      const Format& b) {
    if (choice.product == ProductKind::exact) return;
    if (a.kind != Kind::floating || a != b) {
        fail(settings, "dot.multiplier",
             fmt::format("= \"{}\" multiplies two codes of one float format, not {} and {}; "
                         "allowed: exact; nearest: exact",
                         name_of(choice.product), a.name, b.name));
    }
    const int max = multiplier_row(make_multiplier(choice, a.mantissa_bits).kind).max_mantissa_bits;
    if (a.mantissa_bits > max) {
        fail(settings, "dot.multiplier",
             fmt::format("= \"{}\" is defined for at most {} mantissa bits, {} has {}; "
                         "allowed: exact or lmul; nearest: lmul",
                         name_of(choice.product), max, a.name, a.mantissa_bits));
    }
}

}  // namespace mxgen
