// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/settings.h"
#include "sw/unit/keys.h"

namespace mxgen {

/// Throws Error (usage) for a scale rule or a policy that a format has no use for.
/// `chooses_tensor_power`: a power of two of the tensor is chosen, not given.
void check_rule(const Settings& settings, const BlockFormat& format, const ConvertRule& how,
                bool chooses_tensor_power = false);

/// Throws Error (usage) for a rounding or an overflow that fixed-point casts alone have.
void refuse_casts(const Settings& settings, const RoundingRule& rule);

/// A key of [convert] with a closed choice.
inline Key convert_key(std::string name, std::string help) {
    return {.section = "convert", .name = std::move(name), .help = std::move(help)};
}

template <class Design, class Member>
UnitKey overflow_key(Member member) {
    return named<Design>(convert_key("overflow", "Values beyond the largest"), member);
}

/// The scale rule and the rounding of a conversion into blocks: `rule(design)` is its ConvertRule.
template <class Design, class Rule>
UnitKeys rule_keys(Rule rule) {
    return {named<Design>(
                convert_key("scale_rule", "How the scale follows from amax"),
                [rule](auto& d) -> auto& { return rule(d).scale; }),
            named<Design>(
                convert_key("rounding", "Rounding of the elements"), [rule](auto& d) -> auto& {
                    return rule(d).rounding.rounding;
                })};
}

/// Its policies for what has no code, and the clip of integers.
template <class Design, class Rule, class Member>
UnitKeys policy_keys(Rule rule, Member clip) {
    return {overflow_key<Design>([rule](auto& d) -> auto& { return rule(d).rounding.overflow; }),
            named<Design>(
                convert_key("nonfinite", "Blocks with NaN or infinity"),
                [rule](auto& d) -> auto& { return rule(d).nonfinite; }, "nonfinite_"),
            named<Design>(convert_key("clip", "Whether integers may take the most negative code"),
                          clip)};
}

}  // namespace mxgen
