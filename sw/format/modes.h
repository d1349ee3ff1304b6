// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sw/format/format.h"

namespace mxgen {

/// One mode of a unit with run-time modes (docs/numerics.md, "Run-time modes").
struct ModeFormats {
    BlockFormat a, b;            ///< operands of the unit without modes that this mode equals
    int products = 1;            ///< of a lane and beat
    int a_bits = 0, b_bits = 0;  ///< of an element's place on the ports, code in its low bits
};

/// The two modes of a unit with operands a and b: names "int8", "2xint4"; "int8", "int4"; "fp8",
/// "fp4". Empty where these are no such names, or the operands do not have their formats: the wide
/// one (int8 with any point, e4m3) on one side at least, the narrow one (int4, e2m1) on the other.
std::optional<std::array<ModeFormats, 2>> find_modes(const std::vector<std::string>& names,
                                                     const BlockFormat& a, const BlockFormat& b);

}  // namespace mxgen
