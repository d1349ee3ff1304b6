// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "gen/arith/decode.h"
#include "gen/arith/normalize.h"
#include "gen/arith/rounding.h"
#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// The largest number of an element format: significand * 2^(exponent - fraction_bits), the
/// significand with its leading one at fraction_bits.
struct Largest {
    int exponent = 0;  ///< emax of the scale rules
    int fraction_bits = 0;
    ir::Int significand;
};

/// The largest number of an element format, a table's largest magnitude.
Largest largest(const Format& element);

/// The numbers that a decoded element can be, in units of 2^(lsb + lowest exponent): where NaN has
/// the largest mag and exponent of all, their ranges alone reach further.
ir::Range numbers(const Format& element, const Unpacked& u);

/// The code of the largest magnitude of a floating or integer format, without sign.
ir::Int largest_code(const Format& element);

/// The code of NaN without its sign, where the format has one; of a table the first.
std::optional<ir::Int> nan_code(const Format& element);

/// How far subnormal inputs have to be shifted up for encode_element to see all that matters, when
/// `top` is never below `lowest_top`.
unsigned shift_limit(const Format& element, int lowest_top);

/// How elements are written.
struct ElementRule {
    Format format;  ///< floating or integer
    RoundingMode rounding;
    bool propagate = false;            ///< overflow gives infinity or NaN where the format has it
    bool may_exceed = false;           ///< inputs may have an exponent above `top`
    bool keeps_specials = false;       ///< inputs may be special though `clear` is not set
    bool propagates_infinity = false;  ///< then infinity becomes what overflow does, else saturates
};

/// x as an element of a block whose scale puts exponent `top` at the format's largest exponent:
/// rounded once, saturated, sign kept (docs/numerics.md, "Rounding"); the zero code while `clear`.
///
/// Every rounding that the format knows is done in parallel to the search for `top`, which then
/// only selects: subnormal results are one rounding each (docs/architecture.md, "Converters").
ir::Value encode_element(const ElementRule& rule, const Normalized& x, const ir::Value& top,
                         const ir::Value& clear);

}  // namespace mxgen::arith
