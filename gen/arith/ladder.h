// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/ir/range.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// Results of rounding numbers of one sign, in the order of their magnitudes: rung by rung as it
/// climbs. The last rung takes all that lies beyond it.
struct Ladder {
    std::vector<ir::Int> values;  ///< magnitudes in units of 2^unit; the first may be negative
    std::vector<ir::Int> codes;
    ir::Int largest;  ///< code of the largest finite number

    bool operator==(const Ladder&) const = default;
};

/// Both signs of an element format.
struct Ladders {
    Ladder positive, negative;
    int unit = 0;
    bool is_symmetric = false;  ///< both climb alike and differ in the sign of the code alone
};

/// The rungs of an element format. `propagate`: what overflows goes to one more, infinity or NaN,
/// where the format has it. A table's first rung is the one that zero rounds from, so that its
/// value may lie on the other side of zero.
Ladders ladders(const Format& element, bool propagate);

/// The code that zero becomes, rounded to nearest: 0 for all but tables.
ir::Int code_of_zero(const Format& element);

}  // namespace mxgen::arith
