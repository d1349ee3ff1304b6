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
                         "nearest: exact",
                         name_of(choice.product), a.name, b.name));
    }
    if (choice.product == ProductKind::rounded && a.mantissa_bits > 3) {
        fail(settings, "dot.multiplier",
             fmt::format("= \"rounded\" is defined for at most 3 mantissa bits, {} has {}; "
                         "nearest: lmul",
                         a.name, a.mantissa_bits));
    }
}

}  // namespace mxgen
