// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// A number of an IEEE-like format with its leading one at the top as far as `limit` permitted:
/// (-1)^neg * significand * 2^(exponent - bias - mantissa bits). A significand without its top bit
/// has the lowest exponent, 1 - shift limit.
struct Normalized {
    ir::Value neg;
    ir::Value significand;  ///< mantissa bits + 1
    ir::Value exponent;     ///< the exponent field, counted on below 1 for subnormals
    ir::Value special;      ///< NaN or infinity
    ir::Value nan;
};

/// Takes a code of an IEEE-like format apart and shifts subnormals up by at most `limit` places,
/// mantissa bits + 1 at most: as far as what follows can tell the difference.
Normalized normalize(const Format& format, const ir::Value& code, unsigned limit);

}  // namespace mxgen::arith
