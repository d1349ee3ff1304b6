// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/beat_sum.h"

#include <algorithm>

#include "gen/arith/align.h"

namespace mxgen::arith {

using namespace ir;

namespace {

SpecialFlags special_of(Module& m, const std::vector<BlockSum>& blocks) {
    SpecialFlags all{m.constant(0), m.constant(0), m.constant(0)};
    for (const auto& block : blocks) {
        all.nan = all.nan | block.special.nan;
        all.pos_inf = all.pos_inf | block.special.pos_inf;
        all.neg_inf = all.neg_inf | block.special.neg_inf;
    }
    return all;
}

/// A module that moves one block sum, so that all of a beat are added in one tree.
Module mover(const std::string& name, const Range& total, const Range& distance, bool up) {
    Module m{name, "The sum of one block at its place among those of a beat."};
    m.belongs_to(DesignPart::alignment);
    auto x = m.input("total_i", total), n = m.input("distance_i", distance);
    m.output("term_o", up ? x << n : shifted_down(x, n));
    return m;
}

/// All totals moved by their distances, and added.
BlockSum beat_of(Module& m, const std::vector<BlockSum>& blocks, const std::vector<Value>& totals,
                 const std::vector<Value>& distances, bool up) {
    auto total = gather(totals), distance = gather(distances);
    const auto moved = mover(m.name() + "_place", total.range(), distance.range(), up);
    auto terms = m.instances(moved, "u_place", static_cast<unsigned>(blocks.size()),
                             {{"total_i", total}, {"distance_i", distance}});
    const PartScope scope(m, DesignPart::sum);
    return {.neg = m.constant(0),
            .total = sum(terms.array("term_o")).as("beat_total"),
            .exponent = m.constant(0),
            .special = special_of(m, blocks)};
}

}  // namespace

BlockSum standing(Module& m, const BlockSum& block) {
    const PartScope scope(m, DesignPart::alignment);
    const auto lowest = block.exponent.range().lo;
    auto still = block;
    auto up = (block.exponent - Value(lowest)).as("block_up");
    still.total = (block.signed_total() << up).as("standing_total");
    still.neg = m.constant(0);
    still.exponent = m.constant(0);
    still.lsb = block.lsb + static_cast<int>(lowest);
    return still;
}

BlockSum exact_beat(Module& m, const std::vector<BlockSum>& blocks) {
    const auto& first = blocks.front();
    if (blocks.size() == 1) return standing(m, first);
    const PartScope scope(m, DesignPart::alignment);
    std::vector<Value> totals, distances;
    const auto lowest = first.exponent.range().lo;
    for (const auto& block : blocks) {
        totals.push_back(block.signed_total());
        distances.push_back((block.exponent - Value(lowest)).as("beat_distance"));
    }
    auto beat = beat_of(m, blocks, totals, distances, true);
    beat.lsb = first.lsb + static_cast<int>(lowest);
    return beat;
}

BlockSum windowed_beat(Module& m, const std::vector<BlockSum>& blocks,
                       std::vector<int> max_exponents, int fraction_bits) {
    const PartScope scope(m, DesignPart::alignment);
    const auto& first = blocks.front();
    std::vector<Value> exponents, totals, distances;
    for (const auto& block : blocks) exponents.push_back(block.scale_exponent);
    auto top = max(exponents).as("beat_exponent");
    // The window's lowest bit is 2^(top + unit).
    for (int& exponent : max_exponents) exponent += first.scale_bias - fraction_bits;
    const auto unit = by_mode(m, first, max_exponents);
    for (const auto& block : blocks) {
        auto distance = (top - block.scale_exponent).within(0, top.range().hi - top.range().lo);
        totals.push_back(in_units_of_scales(m, block, unit));
        distances.push_back(distance.as("beat_distance"));
    }
    auto beat = beat_of(m, blocks, totals, distances, false);
    const auto least = unit.range().lo;
    beat.lsb = static_cast<int>(least);
    beat.exponent = (top + (unit - Value(least))).as("beat_unit");
    return beat;
}

}  // namespace mxgen::arith
