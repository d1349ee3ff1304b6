// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/shift.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace mxgen::lower {

namespace {

double amounts(const ir::Range& amount) {
    return static_cast<double>(amount.hi) - static_cast<double>(amount.lo) + 1;
}

/// Bits that a shifted number can reach.
double reach(const ir::Range& x, const ir::Range& amount) {
    return x.width() + amounts(amount) - 1;
}

/// The adders behind the bits are part of either figure, as in whole circuits: a share of gates is
/// worth the same share of the whole delay.
CostEstimate with_adders(CostEstimate shift, double bits, const Costs& costs) {
    constexpr double tree_and_adder = 25;
    return {shift.gates + bits * costs.full().gates, shift.delay + tree_and_adder};
}

}  // namespace

CostEstimate staged_shift(const ir::Range& x, const ir::Range& amount, const Costs& costs) {
    const auto& [d, cost] = std::tie(costs.delays, costs.gates);
    unsigned stages = amount.width();
    double selects = 0, bits = x.width();
    for (unsigned stage = 0; stage < stages; ++stage) {
        bits = std::min(bits + std::ldexp(1.0, static_cast<int>(stage)), reach(x, amount));
        selects += bits;
    }
    double adder = stages * costs.full().gates;
    return with_adders({selects * cost.select + x.width() * cost.exclusive_or + adder,
                        costs.full().latest_sum() + stages * d.select + d.exclusive_or},
                       reach(x, amount), costs);
}

CostEstimate decoded_shift(const ir::Range& x, const ir::Range& amount, const Costs& costs) {
    const auto& [d, cost] = std::tie(costs.delays, costs.gates);
    double count = amounts(amount), terms = x.width() * count;
    double decoder = count * 3 * cost.gate;
    return with_adders({terms * 1.5 * cost.gate + decoder + reach(x, amount) * cost.exclusive_or,
                        (3 + std::log2(count)) * d.gate + d.exclusive_or},
                       reach(x, amount), costs);
}

}  // namespace mxgen::lower
