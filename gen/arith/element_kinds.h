// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/element.h"

/// encode_element for each kind of format; not for units.
namespace mxgen::arith {

/// How far a number lies below `top`, as far as it matters.
struct Distance {
    ir::Value low;      ///< the distance, from 2^bits on its lowest bits
    ir::Value far;      ///< whether it is 2^bits or more
    ir::Value exceeds;  ///< whether it is below the least one that has a code
};

/// top - exponent, not below `min_distance` unless it may exceed. Only the low bits are subtracted;
/// the high ones are those of `top`, or of one less, which all elements of a block share
/// (docs/architecture.md, "Converters").
Distance distance_below(const ir::Value& top, const ir::Value& exponent, unsigned bits,
                        bool may_exceed, const ir::Int& min_distance = 0);

ir::Value encode_floating(const ElementRule& rule, const Normalized& x, const ir::Value& top,
                          const ir::Value& clear);
ir::Value encode_integer(const ElementRule& rule, const Normalized& x, const ir::Value& top,
                         const ir::Value& clear);

}  // namespace mxgen::arith
