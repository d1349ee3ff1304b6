// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/dot_turns.h"

#include <algorithm>

namespace mxgen {

SumTurns::SumTurns(std::vector<StepSource> sources, int turns, Step quiet)
    : turns_(static_cast<std::size_t>(turns)), quiet_(std::move(quiet)) {
    quiet_.fills = true;
    for (StepSource& source : sources) {
        auto first = source();
        sources_.push_back({std::move(source), std::move(first)});
    }
}

void SumTurns::take_sum(std::deque<Step>& turn) {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        Source& source = sources_[source_];
        source_ = (source_ + 1) % sources_.size();
        if (!source.ahead) continue;
        do {
            turn.push_back(std::move(*source.ahead));
            source.ahead = source.next();
        } while (source.ahead && !source.ahead->first);
        return;
    }
}

std::vector<Step> SumTurns::next() {
    for (auto& turn : turns_)
        if (turn.empty()) take_sum(turn);
    std::vector<Step> steps;
    if (std::ranges::all_of(turns_, [](const auto& turn) { return turn.empty(); })) return steps;
    for (auto& turn : turns_) {
        steps.push_back(turn.empty() ? quiet_ : std::move(turn.front()));
        if (!turn.empty()) turn.pop_front();
    }
    return steps;
}

}  // namespace mxgen
