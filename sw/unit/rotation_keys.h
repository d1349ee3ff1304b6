// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/settings.h"
#include "sw/format/rotation.h"
#include "sw/unit/keys.h"
#include "sw/unit/rule_keys.h"

namespace mxgen {

/// Throws Error (usage) for a rotation that is none, or that blocks of the format cannot have.
void check_rotation(const Settings& settings, const BlockFormat& format, const ConvertRule& how,
                    const Rotation& rotation);

/// The keys of a rotation before the conversion: `rotation(design)` is the Rotation.
template <class Design, class Member>
UnitKeys rotation_keys(Member rotation) {
    const auto number = [](std::string name, double min, double max, std::string help) {
        Key key = convert_key(std::move(name), std::move(help));
        key.type = KeyType::integer, key.min = min, key.max = max;
        return key;
    };
    Key signs = convert_key("rotate_signs",
                            "Numbers that change their sign before the rotation: a mask, bit i of "
                            "number i, or port");
    signs.example = "0xa5c3";
    return {named<Design>(
                number("rotate", 0, 128, "Hadamard rotation of 16, 32, 64 or 128 numbers; 0: none"),
                [rotation](auto& d) -> auto& { return rotation(d).size; }, "rotate"),
            named<Design>(
                signs, [rotation](auto& d) -> auto& { return rotation(d).signs; }, "signs"),
            named<Design>(
                number("rotate_window", 1, 40, "Places kept below the largest exponent"),
                [rotation](auto& d) -> auto& { return rotation(d).window; }, "window"),
            named<Design>(
                convert_key("rotate_half", "Half a place of sqrt(32) and sqrt(128), rounded"),
                [rotation](auto& d) -> auto& { return rotation(d).half; }, "half_")};
}

}  // namespace mxgen
