// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "sw/unit/dot_steps.h"

namespace mxgen {

/// Deals the sums of several sources, in turn, to interleaved sums: whose last sum has ended takes
/// the next.
class SumTurns {
  public:
    /// `quiet` fills turns that have no sum.
    SumTurns(std::vector<StepSource> sources, int turns, Step quiet);

    /// A step for each turn; none when all sources are at their end.
    std::vector<Step> next();

  private:
    struct Source {
        StepSource next;
        std::optional<Step> ahead;  ///< the first step of its next sum
    };

    void take_sum(std::deque<Step>& turn);

    std::vector<Source> sources_;
    std::size_t source_ = 0;               ///< whose sum is next
    std::vector<std::deque<Step>> turns_;  ///< what is left of the sum of each
    Step quiet_;
};

}  // namespace mxgen
