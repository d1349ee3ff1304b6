// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/dot.h"

#include <fmt/format.h>

#include "gen/arith/accumulate.h"
#include "gen/arith/decode.h"
#include "gen/unit/beats.h"
#include "gen/unit/lane.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// The exact sum of one beat's products, in units of 2^lsb, and what specials they hold.
arith::BlockSum beat_sum(Module& m, const DotOptions& o) {
    auto product = lane(o.name + "_lane", o.a.element, o.b.element);
    auto a = m.input("a_i", arith::codes(o.a.element), o.lanes);
    auto b = m.input("b_i", arith::codes(o.b.element), o.lanes);
    auto lanes = m.instances(product.module, "u_lane", o.lanes, {{"a_i", a}, {"b_i", b}});
    auto flag = [&](bool exists, const char* port) {
        return exists ? any(lanes.array(port)) : m.constant(0);
    };
    return {.total = sum(lanes.array("term_o")).as("total"),
            .exponent = m.constant(0),
            .lsb = product.lsb,
            .special = {.nan = flag(product.has_nan, "nan_o"),
                        .pos_inf = flag(product.has_inf, "pos_inf_o"),
                        .neg_inf = flag(product.has_inf, "neg_inf_o")}};
}

/// One operand's shared scale; 1 where it has none.
arith::Unpacked scale(Module& m, const BlockFormat& operand, const std::string& side,
                      const Beats& beats) {
    auto none = m.constant(0);
    if (!operand.scale) return {none, m.constant(1), none, none, none, none, 0};
    auto code = m.input(side + "_scale_i", arith::codes(*operand.scale));
    return arith::decode(m, *operand.scale, beats.from_first(code, side + "_scale"),
                         side + "_scale");
}

/// sa * sb * sum, exact.
arith::BlockSum scaled(const arith::BlockSum& sum, const arith::Unpacked& sa,
                       const arith::Unpacked& sb) {
    auto by = (sa.mag * sb.mag).as("scale_mag");
    return {.total = (sum.total * by).as("scaled_total"),
            .exponent = (sa.exponent + sb.exponent).as("scale_exponent"),
            .lsb = sum.lsb + sa.lsb + sb.lsb,
            .special = {.nan = sum.special.nan | sa.nan | sb.nan,
                        .pos_inf = sum.special.pos_inf,
                        .neg_inf = sum.special.neg_inf}};
}

std::string doc(const DotOptions& o) {
    return fmt::format("Dot product of {} and {}, {} products a beat, accumulated as {}.", o.a.name,
                       o.b.name, o.lanes, o.accumulator.name);
}

Module exact_sum(const DotOptions& o) {
    Module m{o.name, doc(o)};
    auto sum = beat_sum(m, o);
    m.output("sum_o", sum.total);
    auto special = sum.special.nan | sum.special.pos_inf | sum.special.neg_inf;
    m.output("special_o", special);
    return m;
}

}  // namespace

Module dot(const DotOptions& o) {
    if (o.accumulator.kind == Accumulator::Kind::none) return exact_sum(o);
    Module m{o.name, doc(o)};
    if (o.clock_enable) m.clock_enable(m.input("en_i", Range::bit()));
    auto valid = m.input("valid_i", Range::bit()).control();
    Beats beats{m, static_cast<unsigned>(o.a.block) / o.lanes, valid};
    auto first = beats.from_first(m.input("first_i", Range::bit()), "first");
    auto block_sum = beats.total(beat_sum(m, o));
    auto a_scale = scale(m, o.a, "a", beats), b_scale = scale(m, o.b, "b", beats);
    auto block = scaled(block_sum, a_scale, b_scale);
    auto initial = o.initial ? beats.from_first(m.input("c_i", arith::codes(o.accumulator)), "c")
                             : m.constant(0);

    auto result = arith::accumulate(m, o.accumulator, block, {beats.last(), first, initial});
    m.output("valid_o", m.registered(beats.last()));
    m.output("acc_o", m.registered(result.code));
    if (result.overflow.range().hi > 0) m.output("overflow_o", m.registered(result.overflow));
    if (result.invalid.range().hi > 0) m.output("invalid_o", m.registered(result.invalid));
    return m;
}

}  // namespace mxgen::unit
