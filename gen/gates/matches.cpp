// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/matches.h"

#include <algorithm>
#include <numeric>

#include "gen/ir/circuit.h"

namespace mxgen::gates {

namespace {

/// The cell's table over leaves of this order and polarity.
std::uint16_t table_over(const GateCell& cell, const Match& match) {
    std::uint16_t table = 0;
    for (unsigned row = 0; row < 1u << cell.inputs; ++row) {
        const unsigned leaves = row ^ match.inverted;
        unsigned pins = 0;
        for (unsigned i = 0; i < cell.inputs; ++i) pins |= (leaves >> match.pins[i] & 1) << i;
        table |= static_cast<std::uint16_t>((cell.table >> pins & 1) << row);
    }
    return table;
}

}  // namespace

Matches::Matches(const CellSet& cells) {
    for (const auto& cell : cells.gates) add(cell);
    if (!inverter_) throw ir::CircuitError("a set of cells has no inverter");
}

void Matches::add(const GateCell& cell) {
    if (cell.inputs == 1 && cell.table == 0b01 && (!inverter_ || cell.area < inverter_->area))
        inverter_ = &cell;
    Match match{&cell};
    std::iota(match.pins.begin(), match.pins.end(), std::uint8_t{0});
    const auto last = match.pins.begin() + cell.inputs;
    do
        for (unsigned inverted = 0; inverted < 1u << cell.inputs; ++inverted) {
            match.inverted = static_cast<std::uint8_t>(inverted);
            auto& found = known_[{cell.inputs, table_over(cell, match)}];
            const auto same = std::ranges::find(found, match.inverted, &Match::inverted);
            if (same == found.end())
                found.push_back(match);
            else if (cell.area < same->cell->area)
                *same = match;
        }
    while (std::next_permutation(match.pins.begin(), last));
}

const std::vector<Match>& Matches::of(unsigned size, std::uint16_t table) const {
    static const std::vector<Match> none;
    const auto found = known_.find({size, table});
    return found == known_.end() ? none : found->second;
}

}  // namespace mxgen::gates
