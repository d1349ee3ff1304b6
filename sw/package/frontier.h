// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/lower/choice.h"
#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// The configuration, under its name, with each count of sums that take turns that is tried, 1 to
/// 8, as far as its unit has turns, and without registers asked for. Throws Error as resolve()
/// does.
std::vector<Config> with_turns(const Config& config);

/// The shortest period that registers can meet, as estimated by single operations.
double shortest_period(const lower::Lowered& unit, view::Target target);

/// A way to place the registers of a unit, as estimated.
struct FrontierPoint {
    int interleave = 1;          ///< sums that take turns
    unsigned latency = 0;        ///< cycles of the unit
    double period_ns = 0;        ///< its longest stage
    double gates = 0;            ///< in the target's unit of area
    unsigned register_bits = 0;  ///< of all stages and sums
};

/// Ways with more stages and more sums that take turns, the fastest first, none of which is beaten
/// in period, area and register bits by another, by single operations. Of an array: of its
/// processing element. Throws Error as generate() does.
std::vector<FrontierPoint> frontier(const Config& config, view::Target target);

}  // namespace mxgen::package
