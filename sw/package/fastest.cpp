// SPDX-License-Identifier: Apache-2.0
#include "sw/package/fastest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gen/view/cost.h"
#include "sw/package/circuits.h"
#include "sw/package/frontier.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

/// Periods within so much of the shortest are as short.
constexpr double tolerance = 0.02;

/// Up to three digits.
double rounded_up(double period_ns) {
    const double unit = std::pow(10, std::floor(std::log10(period_ns)) - 2);
    const double rounded = std::ceil(period_ns / unit - 1e-6) * unit;
    return std::max(shortest_period_ns, std::stod(fmt::format("{:.6g}", rounded)));
}

/// A count of sums that take turns, and what its registers can meet.
struct Attempt {
    Config config;  ///< with the period
    double gates;   ///< of the part that has the loop
};

Attempt attempt_of(Config config, const view::Target& target) {
    config.timing.fastest = false;
    const UnitCircuit& circuit = circuit_of(config);
    const auto part = lowered(config, target, circuit.part(config));
    double period = shortest_period(part, target);
    if (circuit.result != nullptr)
        if (const auto result = circuit.result(config))
            period = std::max(period, shortest_period(lowered(config, target, *result), target));
    config.timing.period_ns = rounded_up(period);
    config.settings["timing.period_ns"] = {.value = KeyValue(*config.timing.period_ns),
                                           .origin = "--period-ns"};
    const auto made = scheduled(config, target, part);
    return {std::move(config), view::cost(*made.circuit, target).gates};
}

/// The fastest, or one as fast that is smaller.
const Attempt& chosen(const std::vector<Attempt>& all) {
    const auto period = [](const Attempt& one) { return *one.config.timing.period_ns; };
    const double limit = (1 + tolerance) * period(*std::ranges::min_element(all, {}, period));
    const auto cost = [&](const Attempt& one) {
        return std::pair(period(one) > limit, one.gates);
    };
    return *std::ranges::min_element(all, {}, cost);
}

}  // namespace

Config settled(const Config& config, const view::Target& target) {
    if (!config.timing.fastest) return config;
    const bool is_given = config.settings.contains("dot.interleave");
    try {
        std::vector<Attempt> all;
        for (const Config& turned : is_given ? std::vector{config} : with_turns(config))
            all.push_back(attempt_of(turned, target));
        return chosen(all).config;
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
