// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/lane.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// The exact product of two codes, (-1)^neg * mag * 2^(exponent + lsb) unless a special stands.
struct Product {
    Value neg, mag, exponent, zero;
    arith::SpecialFlags special;
    int lsb = 0;
};

Product multiply(Module& m, const Format& fa, const Format& fb, const Recode& recode = {}) {
    auto a_code = m.input("a_i", arith::codes(fa)), b_code = m.input("b_i", arith::codes(fb));
    if (recode) {
        auto mode = m.input("mode_i", Range::bit());
        a_code = recode(mode, a_code, fa), b_code = recode(mode, b_code, fb);
    }
    auto a = arith::decode(m, fa, a_code, "a"), b = arith::decode(m, fb, b_code, "b");
    Product p{};
    p.neg = (a.neg ^ b.neg).as("neg");
    p.mag = (a.mag * b.mag).as("mag");
    p.exponent = (a.exponent + b.exponent).as("exponent");
    p.zero = a.zero | b.zero;
    p.lsb = a.lsb + b.lsb;
    p.special.nan = a.nan | b.nan | (a.inf & b.zero) | (a.zero & b.inf);
    // Integers and tables have their sign in mag.
    auto inf = a.inf | b.inf, negative = p.neg ^ (a.mag < 0) ^ (b.mag < 0);
    p.special.pos_inf = inf & !negative;
    p.special.neg_inf = inf & negative;
    return p;
}

/// The ports of the specials, and what the lane tells of them.
Lane finish(Module& m, const Product& p) {
    Lane lane{m, p.lsb};
    lane.has_nan = p.special.nan.range().hi > 0;
    lane.has_inf = p.special.pos_inf.range().hi > 0 || p.special.neg_inf.range().hi > 0;
    if (lane.has_nan) m.output("nan_o", p.special.nan);
    if (lane.has_inf) {
        m.output("pos_inf_o", p.special.pos_inf);
        m.output("neg_inf_o", p.special.neg_inf);
    }
    return lane;
}

}  // namespace

Lane lane(const std::string& name, const Format& fa, const Format& fb, const Recode& recode) {
    Module m{name, fmt::format("Exact product of {} and {} in units of the smallest product bit.",
                               fa.name, fb.name)};
    auto p = multiply(m, fa, fb, recode);
    auto lowest = p.exponent.range().lo;
    auto scaled = ((p.mag << p.exponent) >> Value(lowest)).as("scaled");
    m.output("term_o", mux(p.neg, -scaled, scaled).as("term"));
    p.lsb += static_cast<int>(lowest);
    return finish(m, p);
}

Lane product_lane(const std::string& name, const Format& fa, const Format& fb) {
    Module m{name,
             fmt::format("Exact product of {} and {}, its exponent apart.", fa.name, fb.name)};
    auto p = multiply(m, fa, fb);
    m.output("neg_o", p.neg);
    m.output("mag_o", p.mag);
    m.output("exponent_o", p.exponent);
    m.output("zero_o", p.zero);
    return finish(m, p);
}

Lane ranked_lane(const std::string& name, const Format& fa, const Format& fb) {
    Module m{name, fmt::format("Exact product of {} and {} and the exponent that it is ranked by.",
                               fa.name, fb.name)};
    auto p = multiply(m, fa, fb);
    int fraction = fa.mantissa_bits + fb.mantissa_bits, bias = p.lsb + fraction + 126;
    auto rank = (p.exponent + Value(bias)).as("rank");
    auto counts = (rank >= 0) & (p.zero == 0);
    m.output("neg_o", p.neg);
    m.output("mag_o", p.mag);
    m.output("exponent_o", p.exponent);
    m.output("rank_o", mux(counts, rank, 0).within(0, rank.range().hi));
    auto lane = finish(m, p);
    lane.bias = bias, lane.fraction = fraction;
    return lane;
}

arith::SpecialFlags specials(Module& m, const Lane& lane, const Outputs& lanes, unsigned first,
                             unsigned count) {
    auto flag = [&](bool exists, const char* port) {
        return exists ? any(lanes.array(port).slice(first, count)) : m.constant(0);
    };
    return {.nan = flag(lane.has_nan, "nan_o"),
            .pos_inf = flag(lane.has_inf, "pos_inf_o"),
            .neg_inf = flag(lane.has_inf, "neg_inf_o")};
}

}  // namespace mxgen::unit
