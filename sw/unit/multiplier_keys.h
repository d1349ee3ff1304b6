// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/settings.h"
#include "sw/unit/keys.h"

namespace mxgen {

/// Throws Error (usage) unless the operator multiplies elements of these formats.
void check_multiplier(const Settings& settings, const MultiplierChoice& choice, const Format& a,
                      const Format& b);

/// The keys of how two elements are multiplied.
template <class Design, class Member>
UnitKeys multiplier_keys(Member member) {
    return {named<Design>(
                {.section = "dot", .name = "multiplier", .help = "How two elements are multiplied"},
                [member](auto& d) -> auto& { return member(d).product; }),
            named<Design>(
                {.section = "dot", .name = "lmul_mode", .help = "L-Mul operator"},
                [member](auto& d) -> auto& { return member(d).mode; }),
            named<Design>(
                {.section = "dot",
                 .name = "lmul_l",
                 .type = KeyType::text_or_integer,
                 .allowed = {"paper", "none"},
                 .min = -8,
                 .max = 32,
                 .help = "L-Mul offset 2^-l: paper, a number, none"},
                [member](auto& d) -> auto& { return member(d).offset; }, "l"),
            named<Design>(
                {.section = "dot", .name = "lmul_subnormals", .help = "L-Mul: subnormal operands"},
                [member](auto& d) -> auto& { return member(d).subnormals; })};
}

}  // namespace mxgen
