// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/running_truncated.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/align.h"
#include "gen/arith/decode.h"

namespace mxgen::arith {

using namespace ir;

namespace {

constexpr int smallest_exponent = -126;  ///< of a normal fp32 number
constexpr unsigned mantissa = 23;
const Int infinite_rank = 254;

/// The magnitude truncated to a multiple of 2^(top - bits), in units of that; mag has `fraction`
/// bits behind the point and the given exponent, top is not below it unless mag is zero.
Value truncated(const Value& mag, int fraction, const Value& exponent, const Value& top, int bits) {
    auto raised = mag << Value(std::max(0, bits - fraction));
    auto width = static_cast<int>(raised.width());
    auto distance = (top - exponent + Value(std::max(0, fraction - bits))).as("align_distance");
    // Beyond the width nothing is left; where mag is zero the distance means nothing.
    auto outside = (distance < 0) | (distance > Value(width));
    auto shift = mux(outside, width, distance).within(0, width).as("align_shift");
    return (raised >> shift).as("aligned");
}

/// A module that aligns one product of a group; the whole group shares `top_i`.
Module alignment(const std::string& name, const ProductGroup& group, const Range& top, int bits) {
    Module m{name, "One product, truncated to its group's common unit."};
    m.belongs_to(DesignPart::alignment);
    auto mag = m.input("mag_i", group.mag.range());
    auto exponent = m.input("exponent_i", group.exponent.range()) + Value(group.bias);
    m.output("mag_o", truncated(mag, group.fraction, exponent, m.input("top_i", top), bits));
    return m;
}

/// A module of which sums are made.
Module place(const std::string& name) {
    Module m{name, "One place of one product in ones' complement."};
    m.belongs_to(DesignPart::sum);
    m.output("one_o", m.input("bit_i", Range::bit()) ^ m.input("neg_i", Range::bit()));
    return m;
}

Module signed_term(const std::string& name, const Range& magnitude) {
    Module m{name, "A term of sign and magnitude."};
    m.belongs_to(DesignPart::sum);
    auto mag = m.input("mag_i", magnitude);
    m.output("term_o", mux(m.input("neg_i", Range::bit()), -mag, mag));
    return m;
}

Value infinite_now(const RunningTruncated& x) { return x.rank >= Value(infinite_rank); }

/// A running value at its place among the products, whose lowest place is 0.
struct PlacedValue {
    Value bits;
    Value keep;  ///< by place of the products: whether they reach so far down
    Value rank;  ///< of a magnitude of 2^F
};

PlacedValue placed(const RunningTruncated& x, const AlignedGroup& group, unsigned fraction) {
    const auto places = static_cast<unsigned>(group.counts.size());
    const auto bits = x.bits;
    auto mag = bits > fraction + 1 ? x.mag >> Value(Int(bits - fraction - 1))
                                   : x.mag << Value(Int(fraction + 1 - bits));
    auto above = (x.rank - group.top).as("align_above");
    const Int lowest = -static_cast<int>(fraction) - 1;
    // So far above the products nothing is left of them, so far below them nothing of the value.
    auto far = (above > Value(Int(places))).as("align_far");
    auto place = mux(far, places, mux(above < Value(lowest), lowest, above));
    auto up = (place - Value(lowest)).within(0, places - lowest).as("align_up");
    auto down = mux(above < 0, 0, place).within(0, places);
    return {.bits = ((mag << up) >> Value(Int(-lowest))).as("align_value"),
            .keep = (Value(pow2(places) - 1) << down).low(places).as("align_keep"),
            .rank = mux(far, x.rank - Value(Int(places)), group.top)
                        .within(0, std::max(x.rank.range().hi, group.top.range().hi))
                        .as("align_rank")};
}

/// All that is added, in units of the products' lowest place. A product below zero is the ones'
/// complement of its places, one more and -2^places; a place that is left out is all ones.
Value total_of(Module& m, const RunningTruncated& x, const AlignedGroup& group,
               const PlacedValue& at) {
    const auto places = static_cast<unsigned>(group.counts.size());
    auto excess = (group.negatives << Value(Int(places))) - group.negatives;
    excess = excess.within(0, excess.range().hi).as("excess");
    const auto range = join(at.bits.range(), excess.range());
    auto apart = m.instances(
        signed_term(fmt::format("{}_term_{}", m.name(), group.number), range),
        fmt::format("u_term_{}", group.number), 2,
        {{"neg_i", gather({x.neg, m.constant(1)})}, {"mag_i", gather({at.bits, excess})}});
    std::vector<Value> terms;
    for (unsigned i = 0; i < places; ++i)
        terms.push_back(mux(at.keep.bit(i), group.counts[i], group.negatives) << Value(Int(i)));
    return sum_with(apart.array("term_o"), terms).as("total");
}

}  // namespace

unsigned truncated_bits(const Accumulator& rule, bool has_initial) {
    const int initial = std::min(rule.alignment_bits, static_cast<int>(mantissa)) + 1;
    return static_cast<unsigned>(has_initial ? std::max(rule.result_bits, initial)
                                             : rule.result_bits);
}

unsigned rank_bits(const Accumulator& rule, const Range& product_ranks) {
    // Products below 8 each, approximate ones too, and the value below 2.
    const Range terms{0, 8 * Int(rule.group) + 2};
    return Range{0, std::max(infinite_rank, product_ranks.hi) + Int(terms.width())}.width();
}

RunningTruncated unpack_truncated(Module& m, const Accumulator& rule, const Value& code) {
    auto c = decode(m, find_format("fp32").value(), code, "acc");
    const auto bits = truncated_bits(rule, true);
    return {.neg = c.neg,
            .mag = c.mag >> Value(Int(mantissa + 1 - bits)),
            .rank = c.exponent - Value(1),
            .special = {c.nan, c.inf & !c.neg, c.inf & c.neg},
            .bits = bits};
}

Value pack_truncated(const RunningTruncated& x) {
    const auto up = mantissa + 1 - x.bits;
    auto number = ((x.rank << Value(Int(mantissa))) + (x.mag << Value(Int(up)))).low(31);
    auto infinite = infinite_now(x) | x.special.pos_inf | x.special.neg_inf;
    auto neg = (x.neg & !x.special.pos_inf) | x.special.neg_inf;
    auto code = concat({neg, mux(infinite, Int(255) << mantissa, number)});
    auto nan = x.special.nan | (x.special.pos_inf & x.special.neg_inf);
    return mux(nan, pow2(31) - 1, code);
}

BlockSum block_of(const RunningTruncated& x) {
    auto now = infinite_now(x) & !x.special.any();
    return {.neg = x.neg,
            .total = x.mag,
            .exponent = x.rank,
            .lsb = smallest_exponent + 1 - static_cast<int>(x.bits),
            .special = {x.special.nan, x.special.pos_inf | (now & !x.neg),
                        x.special.neg_inf | (now & x.neg)}};
}

GroupAlignment::GroupAlignment(Module& m, const Accumulator& rule, const ProductGroup& shape)
    : m_(m),
      align_(
          alignment(m.name() + "_align", shape, {0, shape.rank.range().hi}, rule.alignment_bits)),
      place_(place(m.name() + "_place")) {}

AlignedGroup GroupAlignment::aligned(const ProductGroup& group) {
    const PartScope scope(m_, DesignPart::alignment);
    AlignedGroup all{.top = max(group.rank).as("group_rank"),
                     .counts = {},
                     .negatives = {},
                     .special = group.special,
                     .number = added_++};
    auto aligned =
        m_.instances(align_, fmt::format("u_align_{}", all.number), group.size(),
                     {{"mag_i", group.mag}, {"exponent_i", group.exponent}, {"top_i", all.top}})
            .array("mag_o");
    const auto ones = [&](const std::vector<Value>& bits, const std::string& name) {
        auto places = m_.instances(place_, fmt::format("u_{}_{}", name, all.number), group.size(),
                                   {{"bit_i", gather(bits)}, {"neg_i", group.neg}});
        return sum(places.array("one_o")).as(name);
    };
    const PartScope sums(m_, DesignPart::sum);
    all.negatives = ones(std::vector<Value>(group.size(), m_.constant(0)), "negatives");
    for (unsigned i = 0; i < aligned.range().width(); ++i) {
        std::vector<Value> bits;
        for (unsigned k = 0; k < group.size(); ++k) bits.push_back(aligned[k].bit(i));
        all.counts.push_back(ones(bits, fmt::format("count{}", i)));
    }
    return all;
}

RunningTruncated add_truncated(Module& m, const Accumulator& rule, const RunningTruncated& x,
                               const AlignedGroup& group) {
    const auto fraction = static_cast<unsigned>(rule.alignment_bits);
    const auto kept = static_cast<unsigned>(rule.result_bits);
    PlacedValue at;
    Value total;
    {
        const PartScope scope(m, DesignPart::alignment);
        at = placed(x, group, fraction);
    }
    {
        const PartScope scope(m, DesignPart::sum);
        total = total_of(m, x, group, at);
    }
    auto mag = absolute(total);
    // At least as wide as what is kept, its lowest bit 2^-fraction at rank 0.
    const auto low = mag.width() < kept + 1 ? kept + 1 - mag.width() : 0;
    if (low > 0) mag = mag << Value(Int(low));
    const auto width = mag.width(), one = fraction + low;
    // A one where the rank would fall below 0 ends the count there.
    auto end = one < width ? Value(pow2(one)) >> at.rank : Value(0);
    auto zeros = leading_zeros((mag | end).low(width)).as("total_zeros");
    auto normal = shifted_up(mag.low(width), zeros);
    auto rank = at.rank + Value(Int(width - 1) - Int(one)) - zeros;
    auto now = infinite_now(x) & !x.special.any();
    auto found = mux(zeros == Value(Int(width)), 0, rank).low(rank_bits(rule, group.top.range()));
    return {.neg = (total < 0).as("total_neg"),
            .mag = normal.bits(width - 1, width - kept) << Value(Int(x.bits - kept)),
            .rank = found.as("total_rank"),
            .special = {x.special.nan | group.special.nan,
                        x.special.pos_inf | group.special.pos_inf | (now & !x.neg),
                        x.special.neg_inf | group.special.neg_inf | (now & x.neg)},
            .bits = x.bits};
}

}  // namespace mxgen::arith
