// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/dot_tensorcore.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "gen/arith/accumulate.h"
#include "gen/arith/accumulate_tensorcore.h"
#include "gen/arith/decode.h"
#include "gen/unit/beats.h"
#include "gen/unit/lane.h"
#include "gen/unit/modes.h"
#include "gen/unit/turns.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// Products that are added at once: whole groups and whole beats, at most a block unless a beat is
/// more.
unsigned products_at_once(const DotOptions& o) {
    auto block = static_cast<unsigned>(o.a.block),
         group = static_cast<unsigned>(o.accumulator.group);
    if (o.lanes >= block) return o.lanes;
    auto common = std::lcm(o.lanes, group);
    return block % common == 0 ? common : block;
}

/// The codes of the beats that are added at once, the first beat's lowest.
Array collected(Module& m, const DotOptions& o, const Format& format, const std::string& side,
                unsigned products, const Value& valid) {
    auto codes = m.input(side + "_i", arith::codes(format), o.lanes);
    if (products == o.lanes) return codes;
    auto bits = static_cast<unsigned>(format.bits);
    auto held = m.state(side + "_held_q", Range::unsigned_bits((products - o.lanes) * bits));
    auto all = concat({joined(codes), held}).as(side + "_all");
    m.next(held, mux(valid, all.bits(products * bits - 1, o.lanes * bits), held));
    return split(all, bits);
}

/// Groups of products in the order of their block; the last one of a block may be shorter.
std::vector<arith::ProductGroup> groups_of(Module& m, const DotOptions& o, const Array& a,
                                           const Array& b, const Value& mode) {
    Recode recode;
    std::vector<Binding> codes{{"a_i", a}, {"b_i", b}};
    if (!o.modes.empty()) {
        recode = Modes(o).recode();
        codes.emplace_back("mode_i", mode);
    }
    auto lane = ranked_lane(o.name + "_lane", o.a.element, o.b.element, o.multiplier, recode);
    auto lanes = m.instances(lane.module, "u_lane", a.size(), codes);
    auto part = [&](const char* port, unsigned first, unsigned count) {
        return lanes.array(port).slice(first, count);
    };
    std::vector<arith::ProductGroup> groups;
    auto block = std::min(a.size(), static_cast<unsigned>(o.a.block));
    for (unsigned start = 0; start < a.size(); start += block) {
        for (unsigned at = 0; at < block;) {
            auto first = start + at;
            auto size = std::min(static_cast<unsigned>(o.accumulator.group), block - at);
            groups.push_back({.neg = part("neg_o", first, size),
                              .mag = part("mag_o", first, size),
                              .exponent = part("exponent_o", first, size),
                              .rank = part("rank_o", first, size),
                              .bias = lane.bias,
                              .fraction = lane.fraction,
                              .special = specials(m, lane, lanes, first, size)});
            at += size;
        }
    }
    return groups;
}

void check(const DotOptions& o) {
    for (const auto* operand : {&o.a, &o.b})
        if (operand->scale || (!o.modes.empty() && operand->element.kind != mxgen::Kind::floating))
            throw CircuitError(
                fmt::format("{}: accumulator {} takes unscaled operands, with modes "
                            "floats, not {}",
                            o.name, o.accumulator.name, operand->name));
    if (o.start == Start::link &&
        (o.accumulator.promote > 0 || o.lanes < static_cast<unsigned>(o.a.block)))
        throw CircuitError(
            fmt::format("{}: sums of {} travel without promotion and in whole blocks a "
                        "beat, not {} of {} products",
                        o.name, o.accumulator.name, o.lanes, o.a.block));
}

}  // namespace

void tensorcore_dot(Module& m, const DotOptions& o) {
    check(o);
    auto products = products_at_once(o);
    auto valid = m.input("valid_i", Range::bit()).control();
    auto first_i = o.has_first() ? m.input("first_i", Range::bit()) : m.constant(1);
    auto requested = requests(m, o);
    const TurnCounter turns(m, o.interleave, valid);
    BeatCounter beats{m, products / o.lanes, valid, turns.round()};
    BeatCounter parts{m, std::max(1u, static_cast<unsigned>(o.a.block) / products), beats.last(),
                      beats.last() & turns.is_last()};
    turns.begin(requested);
    auto first = (beats.from_first(first_i, "first") & parts.is_first()).as("starts");
    auto a = collected(m, o, o.a.element, "a", products, valid);
    auto b = collected(m, o, o.b.element, "b", products, valid);
    auto code = arith::codes(o.accumulator);
    auto initial = o.has_initial() ? beats.from_first(m.input("c_i", code), "c") : m.constant(0);
    auto mode = m.constant(0);
    if (!o.modes.empty())
        mode = parts.from_first(beats.from_first(m.input("mode_i", Range::bit()), "mode"),
                                "block_mode");
    auto take = o.has_first() ? beats.last() : first;
    auto result = arith::accumulate_tensorcore(m, o.accumulator, groups_of(m, o, a, b, mode),
                                               {take, first, initial});
    output_sum(m, requested, parts.last(), result.code);
}

}  // namespace mxgen::unit
