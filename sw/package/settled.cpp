// SPDX-License-Identifier: Apache-2.0
#include "sw/package/settled.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "gen/view/cost.h"
#include "sw/package/circuits.h"
#include "sw/package/estimate.h"
#include "sw/package/frontier.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"
#include "sw/unit/port.h"

namespace mxgen::package {

namespace {

/// Periods within so much of the shortest are as short.
constexpr double tolerance = 0.02;

/// The shortest period that registers can meet in a part that is lowered and in what stands behind
/// it, ns.
double shortest_period_of(const Config& config, const view::Target& target,
                          const lower::Lowered& part) {
    const double own = shortest_period(part, target);
    const UnitCircuit& circuit = circuit_of(config);
    const auto result = circuit.result ? circuit.result(config) : std::nullopt;
    if (!result) return own;
    return std::max(own, shortest_period(lowered(config, target, *result), target));
}

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
    const auto part = lowered(config, target, circuit_of(config).part(config));
    config.timing.period_ns = rounded_up(shortest_period_of(config, target, part));
    config.settings["timing.period_ns"] = {.value = KeyValue(*config.timing.period_ns),
                                           .origin = "--period-ns"};
    const auto made = scheduled(config, target, part);
    return {std::move(config), view::cost(*made.circuit, target).gates};
}

/// The fastest, or one as fast that is smaller.
const Attempt& chosen(const std::vector<Attempt>& all) {
    const auto period = [](const Attempt& one) { return *one.config.timing.period_ns; };
    const double limit = (1 + tolerance) * period(*std::ranges::min_element(all, {}, period));
    const auto cost = [&](const Attempt& one) { return std::pair(period(one) > limit, one.gates); };
    return *std::ranges::min_element(all, {}, cost);
}

Config fastest(const Config& config, const view::Target& target) {
    const bool is_given = config.settings.contains("dot.interleave");
    std::vector<Attempt> all;
    for (const Config& turned : is_given ? std::vector{config} : with_turns(config))
        all.push_back(attempt_of(turned, target));
    return chosen(all).config;
}

/// Bits of the inputs of a unit that is given a beat in every cycle, the first of a sum now and
/// then.
CoveredDesign::Cycles random_beats(const ir::Circuit& circuit) {
    constexpr int cycles = 100, beats_of_a_sum = 16;
    std::mt19937 random(1);
    CoveredDesign::Cycles beats(cycles);
    for (int cycle = 0; cycle < cycles; ++cycle) {
        for (const auto* port : circuit.inputs()) {
            const Role role = named_port(port->name).role;
            const bool is_first = cycle % beats_of_a_sum == 0;
            for (unsigned i = 0; i < port->range.width() * std::max(1u, port->elements); ++i) {
                const bool bit = role == Role::valid || role == Role::enable ? true
                                 : role == Role::first || role == Role::mode ? is_first
                                                                             : random() % 2 == 1;
                beats[cycle].push_back(static_cast<std::uint8_t>(bit));
            }
        }
    }
    return beats;
}

double energy_pj(const Config& config, const view::Scheduled& made, const gates::CellSet& cells) {
    const CoveredDesign covered({.top = made.circuit}, cells);
    const auto& fit = gates::fit_of(gates::fitted_families(), family_of(config));
    return covered.energy_pj(covered.changes({random_beats(*made.circuit)}), fit);
}

/// The stages of the least energy: those that the period needs, or some more.
void set_paced_stages(Config& config, const view::Target& target) {
    constexpr int more = 3;
    const auto& cells = target.gate_cells ? *target.gate_cells : *gates::find_fitted("osu018");
    const auto part = lowered(config, target, circuit_of(config).part(config));
    auto made = scheduled(config, target, part);
    const auto fewest = static_cast<int>(made.latency);
    int best = 0;
    double least = energy_pj(config, made, cells);
    for (int stages = fewest + 1; stages <= fewest + more; ++stages) {
        config.timing.paced_stages = stages;
        made = scheduled(config, target, part);
        const double energy = energy_pj(config, made, cells);
        if (energy < least) least = energy, best = stages;
    }
    config.timing.paced_stages = best;
}

}  // namespace

Config settled(const Config& config, const view::Target& target) {
    if (!config.timing.is_open()) return config;
    try {
        Config made = config.timing.fastest ? fastest(config, target) : config;
        if (made.timing.is_open()) set_paced_stages(made, target);
        return made;
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
