// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/normalize.h"

#include <algorithm>

namespace mxgen::arith {

using namespace ir;

Normalized normalize(const Format& f, const Value& code, unsigned limit) {
    auto p = static_cast<unsigned>(f.mantissa_bits), e = static_cast<unsigned>(f.exponent_bits);
    auto mantissa = code.low(p).as("mantissa");
    auto field = code.bits(p + e - 1, p).as("field");
    auto special = (field == Value(pow2(e) - 1)).as("special");
    Normalized n{code.bit(p + e), {}, {}, special, special & (mantissa != 0)};
    auto subnormal = (field == 0).as("subnormal");
    limit = std::min(limit, p + 1);
    if (limit == 0) {
        n.significand = concat({!subnormal, mantissa});
        n.exponent = (field | subnormal).within(1, field.range().hi);
        return n;
    }
    // One place comes for free: the mantissa stands in the place of the hidden one.
    auto raised = concat({mantissa, Value(0)});
    auto zeros = limit == 1       ? Value(0)
                 : limit == p + 1 ? leading_zeros(mantissa)
                                  : leading_zeros(mantissa.bits(p - 1, p + 1 - limit));
    auto shifted = (raised << zeros).low(p + 1);
    n.significand = mux(subnormal, shifted, concat({Value(1), mantissa})).as("significand");
    n.exponent = limit == 1 ? field : mux(subnormal, -zeros, field).as("exponent");
    return n;
}

}  // namespace mxgen::arith
