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

BlockSum beat_of(Module& m, const std::vector<BlockSum>& blocks, const std::vector<Value>& terms,
                 const Value& exponent, int lsb) {
    const PartScope scope(m, DesignPart::sum);
    return {.neg = m.constant(0),
            .total = sum(terms).as("beat_total"),
            .exponent = exponent,
            .lsb = lsb,
            .special = special_of(m, blocks)};
}

}  // namespace

BlockSum exact_beat(Module& m, const std::vector<BlockSum>& blocks) {
    const auto& first = blocks.front();
    if (blocks.size() == 1 && first.exponent.range().lo == first.exponent.range().hi) return first;
    std::vector<Value> terms;
    const PartScope scope(m, DesignPart::alignment);
    auto lowest = first.exponent.range().lo;
    for (const auto& block : blocks) {
        auto up = (block.exponent - Value(lowest)).as("beat_shift");
        terms.push_back((block.signed_total() << up).as("beat_term"));
    }
    return beat_of(m, blocks, terms, m.constant(0), first.lsb + static_cast<int>(lowest));
}

BlockSum windowed_beat(Module& m, const std::vector<BlockSum>& blocks,
                       std::vector<int> max_exponents, int fraction_bits) {
    const PartScope scope(m, DesignPart::alignment);
    const auto& first = blocks.front();
    std::vector<Value> exponents, terms;
    for (const auto& block : blocks) exponents.push_back(block.scale_exponent);
    auto top = max(exponents).as("beat_exponent");
    // The window's lowest bit is 2^(top + unit).
    for (int& exponent : max_exponents) exponent += first.scale_bias - fraction_bits;
    const auto unit = by_mode(m, first, max_exponents);
    for (const auto& block : blocks) {
        auto distance = (top - block.scale_exponent).within(0, top.range().hi - top.range().lo);
        auto placed = in_units_of_scales(m, block, unit);
        terms.push_back(shifted_down(placed, distance.as("beat_distance")).as("beat_term"));
    }
    const auto least = unit.range().lo;
    return beat_of(m, blocks, terms, (top + (unit - Value(least))).as("beat_unit"),
                   static_cast<int>(least));
}

}  // namespace mxgen::arith
