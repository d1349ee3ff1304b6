// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/lane.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/decode.h"
#include "gen/arith/element.h"
#include "gen/arith/lmul.h"
#include "gen/arith/product.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// The product of two codes, (-1)^neg * mag * 2^(exponent + lsb) unless a special stands.
struct LaneProduct {
    Value neg, mag, exponent, zero;
    Value mode;  ///< constant without run-time modes
    arith::SpecialFlags special;
    int lsb = 0;
    int fraction = 0;  ///< bits of mag behind the point
    Range numbers = {};
};

/// `negative` is the sign of an infinite product.
arith::SpecialFlags flags_of(const arith::ProductSpecials& special, const Value& negative) {
    return {
        .nan = special.nan, .pos_inf = special.inf & !negative, .neg_inf = special.inf & negative};
}

/// How operands are taken apart: arith::decode or arith::decode_normalized.
using Decoder = decltype(&arith::decode);

LaneProduct exact(Module& m, const Format& fa, const Format& fb, const Recode& recode,
                  Decoder decode) {
    auto a_code = m.input("a_i", arith::codes(fa)), b_code = m.input("b_i", arith::codes(fb));
    auto mode = m.constant(0);
    if (recode) {
        mode = m.input("mode_i", Range::bit());
        a_code = recode.code(mode, a_code, fa), b_code = recode.code(mode, b_code, fb);
    }
    auto a = decode(m, fa, a_code, "a"), b = decode(m, fb, b_code, "b");
    LaneProduct p{};
    p.mode = mode;
    p.neg = (a.neg ^ b.neg).as("neg");
    p.mag = arith::product_of(a, b).as("mag");
    p.exponent = (a.exponent + b.exponent).as("exponent");
    p.zero = a.zero | b.zero;
    p.lsb = a.lsb + b.lsb;
    p.fraction = static_cast<int>(a.mag.width() + b.mag.width()) - 2;
    p.numbers = arith::numbers(fa, a) * arith::numbers(fb, b);
    // Integers and tables have their sign in mag.
    p.special = flags_of(arith::product_specials(a, b), p.neg ^ (a.mag < 0) ^ (b.mag < 0));
    return p;
}

LaneProduct approximate(Module& m, const Format& f, const Multiplier& multiplier,
                        const Value& a_code, const Value& b_code) {
    auto operand = [&](const Value& code, const char* prefix) {
        return arith::logarithm(m, multiplier, f, code, prefix, arith::LmulFields::bounded);
    };
    auto a = operand(a_code, "a"), b = operand(b_code, "b");
    // Normalized subnormals have exponents down to 1 - m, but an exponent here is not negative.
    const int raise = multiplier.normalize ? 2 * std::max(0, f.mantissa_bits - 1) : 0;
    auto x = arith::approximate_product(m, multiplier, f, a, b, raise);
    LaneProduct p{};
    p.neg = (a.neg ^ b.neg).as("neg");
    p.zero = (a.vanishes | b.vanishes).as("vanishes");
    p.mag = mux(p.zero, 0, x.significand).as("mag");
    p.exponent = x.exponent.as("exponent");
    p.lsb = x.lsb - 2 * f.bias - raise;
    p.fraction = -x.lsb;
    p.special = flags_of(arith::product_specials(a, b), p.neg);
    return p;
}

LaneProduct approximate(Module& m, const Format& f, const Multiplier& multiplier) {
    auto code = [&](const char* port) { return m.input(port, arith::codes(f)); };
    auto p = approximate(m, f, multiplier, code("a_i"), code("b_i"));
    // No product of numbers is larger than that of the largest; of constants, ranges are points.
    Module scratch{m.name(), "The largest product."};
    const auto max_code = scratch.constant(arith::largest_code(f));
    const auto largest = approximate(scratch, f, multiplier, max_code, max_code);
    p.numbers = arith::reach(p.neg, largest.mag, largest.exponent, p.exponent.range().lo);
    return p;
}

LaneProduct multiply(Module& m, const Format& fa, const Format& fb, const Multiplier& multiplier,
                     const Recode& recode = {}, Decoder decode = arith::decode) {
    const PartScope scope(m, DesignPart::multipliers);
    if (multiplier.kind == Multiplier::Kind::exact) return exact(m, fa, fb, recode, decode);
    if (fa != fb || fa.kind != Kind::floating)
        throw CircuitError(
            fmt::format("{}: an approximate multiplier takes floats of one format, not {} "
                        "and {}",
                        m.name(), fa.name, fb.name));
    return approximate(m, fa, multiplier);
}

/// The ports of the specials, and what the lane tells of them.
DotLane finish(Module& m, const LaneProduct& p) {
    DotLane lane{m, p.lsb};
    lane.numbers = p.numbers;
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

DotLane lane(const std::string& name, const Format& fa, const Format& fb,
             const Multiplier& multiplier, const Recode& recode) {
    Module m{name, fmt::format("{} of {} and {} in units of the smallest product bit.",
                               multiplier_row(multiplier.kind).of_lane, fa.name, fb.name)};
    auto p = multiply(m, fa, fb, multiplier, recode);
    const PartScope scope(m, DesignPart::alignment);
    auto lowest = p.exponent.range().lo;
    auto scaled = ((p.mag << p.exponent) >> Value(lowest)).as("scaled");
    m.output("term_o", mux(p.neg, -scaled, scaled).as("term"));
    p.lsb += static_cast<int>(lowest);
    return finish(m, p);
}

DotLane product_lane(const std::string& name, const Format& fa, const Format& fb,
                     const Multiplier& multiplier) {
    Module m{name, fmt::format("{} of {} and {}, its exponent apart.",
                               multiplier_row(multiplier.kind).of_lane, fa.name, fb.name)};
    auto p = multiply(m, fa, fb, multiplier);
    m.output("neg_o", p.neg);
    m.output("mag_o", p.mag);
    m.output("exponent_o", p.exponent);
    m.output("zero_o", p.zero);
    return finish(m, p);
}

DotLane ranked_lane(const std::string& name, const Format& fa, const Format& fb,
                    const Multiplier& multiplier, const Recode& recode) {
    Module m{name, fmt::format("{} of {} and {} and the exponent that it is ranked by.",
                               multiplier_row(multiplier.kind).of_lane, fa.name, fb.name)};
    auto p = multiply(m, fa, fb, multiplier, recode, arith::decode_normalized);
    const PartScope scope(m, DesignPart::alignment);
    if (recode) p.exponent = (p.exponent + mux(p.mode, recode.lift, 0)).as("mode_exponent");
    int bias = p.lsb + p.fraction + 126;
    auto rank = (p.exponent + Value(bias)).as("rank");
    auto counts = (rank >= 0) & (p.zero == 0);
    m.output("neg_o", p.neg);
    m.output("mag_o", p.mag);
    m.output("exponent_o", p.exponent);
    m.output("rank_o", mux(counts, rank, 0).within(0, std::max(Int(0), rank.range().hi)));
    auto lane = finish(m, p);
    lane.bias = bias, lane.fraction = p.fraction;
    return lane;
}

arith::SpecialFlags specials(Module& m, const DotLane& lane, const Outputs& lanes, unsigned first,
                             unsigned count) {
    auto flag = [&](bool exists, const char* port) {
        return exists ? any(lanes.array(port).slice(first, count)) : m.constant(0);
    };
    return {.nan = flag(lane.has_nan, "nan_o"),
            .pos_inf = flag(lane.has_inf, "pos_inf_o"),
            .neg_inf = flag(lane.has_inf, "neg_inf_o")};
}

}  // namespace mxgen::unit
