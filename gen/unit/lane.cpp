// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/lane.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"

namespace mxgen::unit {

using namespace ir;

Lane lane(const std::string& name, const Format& fa, const Format& fb) {
    Module m{name, fmt::format("Exact product of {} and {} in units of the smallest product bit.",
                               fa.name, fb.name)};
    auto a = arith::decode(m, fa, m.input("a_i", arith::codes(fa)), "a");
    auto b = arith::decode(m, fb, m.input("b_i", arith::codes(fb)), "b");

    auto neg = (a.neg ^ b.neg).as("neg");
    auto mag = (a.mag * b.mag).as("mag");
    auto exponent = (a.exponent + b.exponent).as("exponent");
    auto lowest = exponent.range().lo;
    auto scaled = ((mag << exponent) >> Value(lowest)).as("scaled");
    m.output("term_o", mux(neg, -scaled, scaled).as("term"));

    auto nan = a.nan | b.nan | (a.inf & b.zero) | (a.zero & b.inf);
    auto inf = a.inf | b.inf;
    Lane lane{m, a.lsb + b.lsb + static_cast<int>(lowest)};
    lane.has_nan = nan.range().hi > 0;
    lane.has_inf = inf.range().hi > 0;
    if (lane.has_nan) m.output("nan_o", nan);
    if (lane.has_inf) {
        m.output("pos_inf_o", inf & !neg);
        m.output("neg_inf_o", inf & neg);
    }
    return lane;
}

}  // namespace mxgen::unit
