// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/shift.h"

#include <algorithm>
#include <cmath>

#include "gen/lower/delays.h"

namespace mxgen::lower {

namespace {

constexpr Gates cost;
constexpr double select_gates = 2.3;

double amounts(const ir::Range& amount) {
    return static_cast<double>(amount.hi) - static_cast<double>(amount.lo) + 1;
}

/// Bits that a shifted number can reach.
double reach(const ir::Range& x, const ir::Range& amount) {
    return x.width() + amounts(amount) - 1;
}

/// The adders behind the bits are part of either figure, as in whole circuits: a share of gates is
/// worth the same share of the whole delay.
CostEstimate with_adders(CostEstimate shift, double bits) {
    constexpr double tree_and_adder = 25;
    return {shift.gates + bits * cost.full_adder, shift.delay + tree_and_adder};
}

}  // namespace

CostEstimate staged_shift(const ir::Range& x, const ir::Range& amount) {
    Delays d;
    unsigned stages = amount.width();
    double selects = 0, bits = x.width();
    for (unsigned stage = 0; stage < stages; ++stage) {
        bits = std::min(bits + std::ldexp(1.0, static_cast<int>(stage)), reach(x, amount));
        selects += bits;
    }
    double adder = stages * cost.full_adder;
    return with_adders({selects * select_gates + x.width() * cost.exclusive_or + adder,
                        d.full_sum + stages * d.select + d.exclusive_or},
                       reach(x, amount));
}

CostEstimate decoded_shift(const ir::Range& x, const ir::Range& amount) {
    Delays d;
    double count = amounts(amount), terms = x.width() * count;
    double decoder = count * 3 * cost.gate;
    return with_adders({terms * 1.5 * cost.gate + decoder + reach(x, amount) * cost.exclusive_or,
                        (3 + std::log2(count)) * d.gate + d.exclusive_or},
                       reach(x, amount));
}

}  // namespace mxgen::lower
