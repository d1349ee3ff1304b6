// SPDX-License-Identifier: Apache-2.0
#include "sw/package/frontier.h"

#include <algorithm>

#include "gen/view/cost.h"
#include "sw/package/circuits.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

/// Counts of sums that are tried, and the factor from one period to the next.
constexpr int interleaves[] = {1, 2, 3, 4, 6, 8};
constexpr double step = 1.3;

/// From the shortest period on, until a longer one needs no fewer stages.
void add_points(const Config& c, const view::Target& target, std::vector<FrontierPoint>& points) {
    const int interleave = unit_of(c).turns(c.design);
    const auto unit = lowered(c, target, circuit_of(c).part(c));
    const unsigned fewest = view::schedule(unit, target).latency;
    for (double period = shortest_period(unit, target);; period *= step) {
        const auto made = view::schedule(unit, target, {.period_ns = period});
        const auto cost = view::cost(*made.circuit, target);
        points.push_back(
            {interleave, made.latency, made.period_ns, cost.gates, cost.register_bits});
        if (made.latency <= fewest) return;
    }
}

bool beats(const FrontierPoint& x, const FrontierPoint& y) {
    return x.period_ns <= y.period_ns && x.gates <= y.gates && x.register_bits <= y.register_bits;
}

}  // namespace

std::vector<Config> with_turns(const Config& config) {
    auto settings = config.settings;
    settings.erase("timing.period_ns"), settings.erase("timing.stages");
    std::vector<Config> configs;
    for (const int interleave : interleaves) {
        if (interleave > 1)
            settings["dot.interleave"] = {.value = KeyValue(interleave), .origin = "--interleave"};
        else
            settings.erase("dot.interleave");
        try {
            configs.push_back(resolve(settings));
            configs.back().name = config.name;
            configs.back().timing.technology = config.timing.technology;
        } catch (const Error&) {
            // A unit without a loop takes no turns.
            if (interleave == 1) throw;
            break;
        }
    }
    return configs;
}

double shortest_period(const lower::Lowered& unit, view::Target target) {
    constexpr double too_short = 0.01;
    target.gate_cells.reset();
    try {
        return view::schedule(unit, target, {.period_ns = too_short}).period_ns;
    } catch (const view::ConstraintError& error) {
        return error.nearest().period_ns.value();
    }
}

std::vector<FrontierPoint> frontier(const Config& config, view::Target target) {
    // There are too many to look at the gates of each.
    target.gate_cells.reset();
    std::vector<FrontierPoint> points, best;
    for (const Config& turned : with_turns(config)) add_points(turned, target, points);
    std::ranges::sort(points, {}, &FrontierPoint::period_ns);
    for (const auto& point : points)
        if (std::ranges::none_of(best, [&](const auto& other) { return beats(other, point); }))
            best.push_back(point);
    return best;
}

}  // namespace mxgen::package
