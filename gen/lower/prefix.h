// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/ir/module.h"
#include "gen/lower/costs.h"

namespace mxgen::lower {

/// A wire and when it settles.
struct TimedBit {
    ir::Value wire;
    double arrival = 0;
};

/// A carry network over columns: each step joins the carries of two neighbouring intervals.
struct PrefixPlan {
    /// Intervals by number: first one for every column, then one for every step.
    struct Join {
        std::size_t upper, lower;
    };
    std::vector<Join> joins;
    std::vector<std::size_t> carries;  ///< by column i: the interval i..0
    double arrival = 0;                ///< of the latest carry that a sum needs
};

/// Plans the carries of columns whose bits settle at the given times: a parallel-prefix network
/// whose intervals are split where their parts' arrival makes the whole earliest, and serially
/// where there is slack (after Zimmermann, "Binary adder architectures", ETH Zurich 1997, ch. 5).
/// An allowance is a share of the earliest possible delay that may be spent on a smaller network;
/// with a large one carries ripple. One plan for each.
std::vector<PrefixPlan> plan_prefixes(const std::vector<std::vector<double>>& columns,
                                      const std::vector<double>& allowances, const Delays& delays);

}  // namespace mxgen::lower
