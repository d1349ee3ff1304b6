// SPDX-License-Identifier: Apache-2.0
#include "sw/package/explain.h"

#include "gen/view/cost.h"
#include "sw/package/circuits.h"
#include "sw/package/estimate.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

Way way_of(Config c, Goal optimise, Structure lowering) {
    c.timing.optimise = optimise, c.timing.lowering = lowering;
    c.timing.period_ns.reset(), c.timing.stages.reset();
    const auto unit = scheduled(c, circuit_of(c).part(c));
    Way way{std::string(name_of(optimise)), std::string(name_of(lowering)), 0, 0};
    if (const auto* fitted = gates::find_fitted(target_of(c).name)) {
        const auto fit = gates::fit_of(*fitted, family_of(c));
        const auto estimate =
            gates::estimate(gates::covered(*unit.circuit, fitted->cells), fitted->cells, fit);
        way.gates = estimate.area, way.delay_ns = estimate.delay_ns;
    } else {
        const auto cost = view::cost(*unit.circuit, target_of(c));
        way.gates = cost.gates, way.delay_ns = cost.delay_ns;
    }
    return way;
}

}  // namespace

Explanation explain(const Config& config) {
    try {
        Explanation e;
        e.technology = target_of(config).name, e.area_unit = target_of(config).area_unit;
        const UnitCircuit& circuit = circuit_of(config);
        e.accumulator = circuit.accumulator ? circuit.accumulator(config) : "none";
        const auto unit = lowered(config, circuit.part(config));
        e.choices = unit.choices;
        const auto made = scheduled(config, unit);
        e.latency = made.latency, e.period_ns = made.period_ns;
        const auto& timing = config.timing;
        e.ways.push_back(way_of(config, timing.optimise, timing.lowering));
        for (const Goal optimise : {Goal::area, Goal::delay, Goal::energy, Goal::balanced})
            if (optimise != timing.optimise && is_compressed(config))
                e.ways.push_back(way_of(config, optimise, timing.lowering));
        if (timing.lowering != Structure::plain)
            e.ways.push_back(way_of(config, timing.optimise, Structure::plain));
        return e;
    } catch (const ir::CircuitError& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
