// SPDX-License-Identifier: Apache-2.0
#include "sw/package/explain.h"

#include <fmt/format.h>

#include "gen/view/cost.h"
#include "sw/package/circuits.h"
#include "sw/package/estimate.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

Way way_of(Config c, const view::Target& target, Goal optimise, Structure lowering) {
    c.timing.optimise = optimise, c.timing.lowering = lowering;
    c.timing.without_registers();
    const auto unit = scheduled(c, target, circuit_of(c).part(c));
    Way way{std::string(name_of(optimise)), std::string(name_of(lowering)), 0, 0};
    if (const auto* cells = gates::find_fitted(target.name)) {
        const auto fit = gates::fit_of(gates::fitted_families(), family_of(c));
        const auto estimate = gates::estimate(gates::covered(*unit.circuit, *cells), *cells, fit);
        way.gates = estimate.area, way.delay_ns = estimate.delay_ns;
    } else {
        const auto cost = view::cost(*unit.circuit, target);
        way.gates = cost.gates, way.delay_ns = cost.delay_ns;
    }
    return way;
}

}  // namespace

Explanation explain(const Config& config) {
    const auto& target = target_of(config);
    auto explanation = explain(config, target);
    if (target.name != config.timing.technology)
        explanation.data = fmt::format(
            "default: nothing was fitted to {}, so {}'s serve; with "
            "--liberty they are read from its file",
            config.timing.technology, target.name);
    return explanation;
}

Explanation explain(const Config& config, const view::Target& target) {
    try {
        Explanation e;
        e.technology = target.name, e.area_unit = target.area_unit, e.data = target.source;
        e.costs = target.costs;
        const UnitCircuit& circuit = circuit_of(config);
        e.accumulator = circuit.accumulator ? circuit.accumulator(config) : "none";
        const auto unit = lowered(config, target, circuit.part(config));
        e.choices = unit.choices;
        const auto made = scheduled(config, target, unit);
        e.latency = made.latency, e.period_ns = made.period_ns;
        e.register_bits = view::cost(*made.circuit, target).register_bits;
        const auto& timing = config.timing;
        e.ways.push_back(way_of(config, target, timing.optimise, timing.lowering));
        for (const Goal optimise : {Goal::area, Goal::delay, Goal::energy, Goal::balanced})
            if (optimise != timing.optimise && is_compressed(config, target))
                e.ways.push_back(way_of(config, target, optimise, timing.lowering));
        if (timing.lowering != Structure::plain)
            e.ways.push_back(way_of(config, target, timing.optimise, Structure::plain));
        return e;
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
