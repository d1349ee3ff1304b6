// SPDX-License-Identifier: Apache-2.0
#include "sw/package/explain.h"

#include "gen/lower/compressed.h"
#include "gen/view/cost.h"
#include "sw/package/lowering.h"
#include "sw/support/error.h"

namespace mxgen::package {

namespace {

std::string accumulator_circuit(const Config& c) {
    if (c.unit != "dot" && c.unit != "array") return "none";
    switch (c.dot.accumulator.kind) {
        case Accumulator::Kind::floating:
            return array_options(c).dot.anticipate
                       ? "unpacked, in two's complement, rounding carried into the next block, "
                         "leading zeros foreseen beside the adder"
                       : "unpacked, in two's complement, rounding carried into the next block, "
                         "leading zeros counted behind the adder";
        case Accumulator::Kind::integer:
        case Accumulator::Kind::fixed:
            return "two's complement, one adder";
        case Accumulator::Kind::tensorcore:
            return "packed, truncated after each group";
        case Accumulator::Kind::none:
            break;
    }
    return "none";
}

Way way_of(Config c, const std::string& optimise, const std::string& lowering) {
    c.timing.optimise = optimise, c.timing.lowering = lowering;
    c.timing.period_ns.reset(), c.timing.stages.reset();
    const auto unit = scheduled(c, unit_of(c));
    const auto cost = view::cost(*unit.circuit, target_of(c));
    return {optimise, lowering, cost.gates, cost.delay_ns};
}

}  // namespace

Explanation explain(const Config& config) {
    try {
        Explanation e;
        e.technology = target_of(config).name, e.area_unit = target_of(config).area_unit;
        e.accumulator = accumulator_circuit(config);
        const auto unit = unit_of(config);
        if (is_compressed(config)) lower::compressed(unit, goal_of(config), &e.choices);
        const auto made = scheduled(config, unit);
        e.latency = made.latency, e.period_ns = made.period_ns;
        const auto& timing = config.timing;
        e.ways.push_back(way_of(config, timing.optimise, timing.lowering));
        for (const char* optimise : {"area", "delay", "energy", "balanced"})
            if (optimise != timing.optimise && is_compressed(config))
                e.ways.push_back(way_of(config, optimise, timing.lowering));
        if (timing.lowering != "plain") e.ways.push_back(way_of(config, timing.optimise, "plain"));
        return e;
    } catch (const ir::Error& error) {
        throw Error(Exit::usage, error.what());
    }
}

}  // namespace mxgen::package
