// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/dot.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/accumulate.h"
#include "gen/arith/accumulate_float.h"
#include "gen/arith/accumulate_late.h"
#include "gen/arith/beat_sum.h"
#include "gen/arith/decode.h"
#include "gen/unit/beats.h"
#include "gen/unit/bounds.h"
#include "gen/unit/dot_tensorcore.h"
#include "gen/unit/lane.h"
#include "gen/unit/modes.h"
#include "gen/unit/turns.h"

namespace mxgen::unit {

using namespace ir;

namespace {

std::string doc(const DotOptions& o) {
    return fmt::format("Dot product of {} and {}, {} products a beat, accumulated as {}.", o.a.name,
                       o.b.name, o.lanes, o.accumulator.name);
}

/// One exact sum for every `products` products of a beat, without scales.
std::vector<arith::BlockSum> sums_of(Module& m, const DotLane& lane, const Outputs& lanes,
                                     unsigned products) {
    const PartScope scope(m, DesignPart::sum);
    auto terms = lanes.array("term_o");
    std::vector<arith::BlockSum> sums;
    for (unsigned first = 0; first < terms.size(); first += products)
        sums.push_back({.neg = m.constant(0),
                        .total = sum(terms.slice(first, products)).as("total"),
                        .exponent = m.constant(0),
                        .lsb = lane.lsb,
                        .special = specials(m, lane, lanes, first, products),
                        .numbers = lane.numbers * Range::point(products)});
    return sums;
}

std::vector<arith::BlockSum> beat_sums(Module& m, const DotOptions& o, unsigned products) {
    auto product = lane(o.name + "_lane", o.a.element, o.b.element, o.multiplier);
    auto a = m.input("a_i", arith::codes(o.a.element), o.lanes);
    auto b = m.input("b_i", arith::codes(o.b.element), o.lanes);
    auto lanes = m.instances(product.module, "u_lane", o.lanes, {{"a_i", a}, {"b_i", b}});
    return sums_of(m, product, lanes, products);
}

/// The same in the units of the mode that a block's first beat brings.
std::vector<arith::BlockSum> mode_sums(Module& m, const DotOptions& o, const BeatCounter& beats,
                                       unsigned products) {
    Modes modes(o);
    auto a = m.input("a_i", modes.slot(o.a), o.lanes), b = m.input("b_i", modes.slot(o.b), o.lanes);
    auto mode = beats.from_first(m.input("mode_i", Range::bit()), "mode");
    auto product = modes.lane(o.name + "_lane");
    auto lanes =
        m.instances(product.module, "u_lane", o.lanes, {{"a_i", a}, {"b_i", b}, {"mode_i", mode}});
    auto sums = sums_of(m, product, lanes, products);
    const PartScope scope(m, DesignPart::alignment);
    for (auto& sum : sums) {
        sum = modes.in_units(sum, mode);
        sum.mode = mode;
    }
    return sums;
}

/// A block of one product, which needs no alignment before the accumulator's own.
arith::BlockSum single_product(Module& m, const DotOptions& o) {
    auto lane = product_lane(o.name + "_lane", o.a.element, o.b.element, o.multiplier);
    auto p = m.instance(lane.module, "u_lane",
                        {{"a_i", m.input("a_i", arith::codes(o.a.element), 1)[0]},
                         {"b_i", m.input("b_i", arith::codes(o.b.element), 1)[0]}});
    auto flag = [&](bool exists, const char* port) {
        return exists ? p.value(port) : m.constant(0);
    };
    return {.neg = p.value("neg_o"),
            .total = p.value("mag_o"),
            .exponent = p.value("exponent_o"),
            .lsb = lane.lsb,
            .special = {.nan = flag(lane.has_nan, "nan_o"),
                        .pos_inf = flag(lane.has_inf, "pos_inf_o"),
                        .neg_inf = flag(lane.has_inf, "neg_inf_o")},
            .numbers = lane.numbers};
}

std::vector<arith::BlockSum> block_sums(Module& m, const DotOptions& o, const BeatCounter& beats) {
    auto block = static_cast<unsigned>(o.a.block);
    bool windowed = o.accumulator.row().aligns();
    auto products = std::min(o.lanes, block);
    if (block == 1 && o.lanes == 1 && windowed && o.modes.empty()) return {single_product(m, o)};
    auto sums = o.modes.empty() ? beat_sums(m, o, products) : mode_sums(m, o, beats, products);
    const PartScope scope(m, DesignPart::sum);
    if (o.lanes < block) sums[0] = beats.total(sums[0]);
    return sums;
}

/// One operand's shared scales, one for each block of a beat; 1 where it has none.
std::vector<arith::Unpacked> scales(Module& m, const BlockFormat& operand, const std::string& side,
                                    const BeatCounter& beats, unsigned blocks) {
    auto none = m.constant(0);
    if (!operand.scale) return {blocks, {none, m.constant(1), none, none, none, none, 0}};
    auto decoded = [&](const Value& code) {
        return arith::decode(m, *operand.scale, code, side + "_scale");
    };
    auto range = arith::codes(*operand.scale);
    auto port = side + "_scale_i";
    if (blocks == 1) return {decoded(beats.from_first(m.input(port, range), side + "_scale"))};
    auto codes = m.input(port, range, blocks);
    std::vector<arith::Unpacked> all;
    for (unsigned i = 0; i < blocks; ++i) all.push_back(decoded(codes[i]));
    return all;
}

/// sa * sb * sum, exact.
arith::BlockSum scaled(const DotOptions& o, const arith::BlockSum& sum, const arith::Unpacked& sa,
                       const arith::Unpacked& sb) {
    auto fraction = [](const BlockFormat& f) { return f.scale ? f.scale->mantissa_bits : 0; };
    auto by = (sa.mag * sb.mag).as("scale_mag");
    auto infinite = sum.special.pos_inf | sum.special.neg_inf;
    auto undefined = infinite & (sa.zero | sb.zero);
    return {.neg = sum.neg,
            .total = (sum.total * by).as("scaled_total"),
            .exponent = (sum.exponent + sa.exponent + sb.exponent).as("scale_exponent"),
            .lsb = sum.lsb + sa.lsb + sb.lsb,
            .special = {.nan = sum.special.nan | sa.nan | sb.nan | undefined,
                        .pos_inf = sum.special.pos_inf,
                        .neg_inf = sum.special.neg_inf},
            .own_exponent = sum.exponent,
            .scale_exponent = sa.exponent + sb.exponent,
            .scale_bias = sa.lsb + fraction(o.a) + sb.lsb + fraction(o.b),
            .mode = sum.mode};
}

/// The blocks of a beat with their shared scales applied, exact.
std::vector<arith::BlockSum> scaled(Module& m, const DotOptions& o, const BeatCounter& beats,
                                    std::vector<arith::BlockSum> sums) {
    const PartScope scope(m, DesignPart::alignment);
    auto blocks = static_cast<unsigned>(sums.size());
    auto a_scales = scales(m, o.a, "a", beats, blocks);
    auto b_scales = scales(m, o.b, "b", beats, blocks);
    for (unsigned i = 0; i < blocks; ++i) sums[i] = scaled(o, sums[i], a_scales[i], b_scales[i]);
    return sums;
}

/// What is rounded at once: each block, or the blocks of a beat together.
std::vector<arith::BlockSum> rounded_together(Module& m, const DotOptions& o,
                                              const std::vector<arith::BlockSum>& sums) {
    switch (o.round.kind) {
        case SumRounding::Kind::block:
            break;
        case SumRounding::Kind::beat:
            return {arith::exact_beat(m, sums)};
        case SumRounding::Kind::window:
            return {arith::windowed_beat(m, sums, sum_exponents(o), o.round.fraction_bits)};
    }
    return sums;
}

/// Counts beats; from now on states belong to the sum whose turn it is.
BeatCounter beats_of(Module& m, const DotOptions& o, const Value& requested = {}) {
    auto valid = m.input("valid_i", Range::bit()).control();
    const TurnCounter turns(m, o.interleave, valid);
    const BeatCounter beats(m, std::max(1u, static_cast<unsigned>(o.a.block) / o.lanes), valid,
                            turns.round());
    turns.begin(requested);
    return beats;
}

/// acc_o = block, rounded once.
void single_dot(Module& m, const DotOptions& o) {
    auto beats = beats_of(m, o);
    auto sum = rounded_together(m, o, scaled(m, o, beats, block_sums(m, o, beats)))[0];
    const PartScope scope(m, DesignPart::accumulator);
    m.output("valid_o", m.registered(beats.last()));
    m.output("acc_o", m.registered(arith::round_block(o.accumulator.format, sum)));
}

Module exact_sum(const DotOptions& o) {
    Module m{o.name, doc(o)};
    BeatCounter whole{m, 1, m.constant(1)};
    auto sum = (o.modes.empty() ? beat_sums(m, o, o.lanes) : mode_sums(m, o, whole, o.lanes))[0];
    auto width = join(sum.numbers, {-1, 0}).width();
    m.output("sum_o", sum.total.low(width).as_signed(width));
    m.output("special_o", sum.special.any());
    return m;
}

/// Fills in the width of an accumulator that cannot overflow in `blocks` blocks.
Accumulator sized(Accumulator accumulator, const arith::BlockSum& sum, unsigned blocks) {
    if (accumulator.bits > 0) return accumulator;
    auto lowest = sum.exponent.range().lo;
    const auto max_sum = sum.numbers * Range::point(blocks);
    accumulator.bits = static_cast<int>(join(max_sum, {-1, 0}).width());
    accumulator.lsb = sum.lsb + static_cast<int>(lowest);
    accumulator.msb = *accumulator.lsb + accumulator.bits - 1;
    return accumulator;
}

/// A sum in late<W>: rounded behind its registers, or as it is for those who carry it on.
void late_dot(Module& m, const DotOptions& o, const BeatCounter& beats, const Value& requested,
              const std::vector<arith::BlockSum>& sums, const arith::AccumulateControl& control) {
    const auto form = late_form(o);
    arith::LateState initial;
    if (o.start == Start::link) initial = arith::unpack_late(m, form, control.initial);
    if (o.start == Start::port)
        initial = arith::begin_late(m, form, o.accumulator.format, control.initial);
    const auto sum =
        arith::accumulate_late(m, form, sums, control, o.has_initial() ? &initial : nullptr);
    const bool leaves = o.carries_sums || o.start == Start::link;
    output_sum(m, requested, beats.last(),
               leaves ? arith::pack_late(form, sum)
                      : arith::round_late(m, form, o.accumulator.format, sum));
}

/// What a sum starts from, a code.
Value initial_of(Module& m, const DotOptions& o, const BeatCounter& beats,
                 const Accumulator& accumulator) {
    if (!o.has_initial()) return m.constant(0);
    const bool carried = accumulator.kind == Accumulator::Kind::late && o.start == Start::link;
    auto initial = m.input("c_i", carried ? Range::unsigned_bits(late_form(o).code_bits())
                                          : arith::codes(accumulator));
    return o.has_first() ? beats.from_first(initial, "c") : initial;
}

}  // namespace

Module dot(const DotOptions& o) {
    auto block = static_cast<unsigned>(o.a.block);
    if (o.lanes == 0 || (block % o.lanes != 0 && o.lanes % block != 0))
        throw CircuitError(
            fmt::format("{}: {} lanes do not fit blocks of {}", o.name, o.lanes, block));
    if (!o.modes.empty() && o.multiplier.kind != Multiplier::Kind::exact)
        throw CircuitError(fmt::format("{}: products of run-time modes are exact", o.name));
    if (!o.accumulator.keeps_sums()) return exact_sum(o);
    Module m{o.name, doc(o)};
    if (o.clock_enable) m.clock_enable(m.input("en_i", Range::bit()));
    if (o.accumulator.row().summands == Summands::products) {
        tensorcore_dot(m, o);
        return m;
    }
    if (o.start == Start::none) {
        single_dot(m, o);
        return m;
    }
    auto requested = requests(m, o);
    auto beats = beats_of(m, o, requested);
    auto first =
        o.has_first() ? beats.from_first(m.input("first_i", Range::bit()), "first") : m.constant(1);
    auto sums = block_sums(m, o, beats);
    auto accumulator = sized(o.accumulator, sums[0], o.blocks);
    if (accumulator.row().aligns()) sums = scaled(m, o, beats, sums);
    auto initial = initial_of(m, o, beats, accumulator);

    auto take = o.has_first() ? beats.last() : first;
    if (accumulator.kind == Accumulator::Kind::late) {
        late_dot(m, o, beats, requested, sums, {take, first, initial});
        return m;
    }
    sums = rounded_together(m, o, sums);
    Value rescale;
    if (o.rescale) rescale = beats.from_first(m.input("rescale_i", Range::bit()), "rescale");
    auto result = arith::accumulate(m, accumulator, sums, {take, first, initial, rescale});
    output_sum(m, requested, beats.last(), result.code);
    if (result.overflow.range().hi > 0) m.output("overflow_o", m.registered(result.overflow));
    if (result.invalid.range().hi > 0) m.output("invalid_o", m.registered(result.invalid));
    return m;
}

}  // namespace mxgen::unit
