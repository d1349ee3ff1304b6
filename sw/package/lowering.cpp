// SPDX-License-Identifier: Apache-2.0
#include "sw/package/lowering.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "gen/ir/analysis.h"
#include "gen/lower/choose.h"
#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/view/cost.h"
#include "sw/config/fpga.h"
#include "sw/package/estimate.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::package {

bool is_compressed(const Config& c, const view::Target& target) {
    if (c.timing.lowering == Structure::plain || is_fpga(c.timing.technology)) return false;
    return target.cells.contains(ir::AdderCell::full_adder);
}

const view::Target& target_of(const Config& c) {
    const auto* known = view::find_target(c.timing.technology);
    if (known == nullptr && (c.timing.period_ns || c.timing.fastest)) {
        std::vector<std::string> names;
        for (const view::Target& target : view::fitted_targets()) names.push_back(target.name);
        fail(c.settings, "timing.technology",
             fmt::format("= {} has no data on delays, which timing.period_ns needs; allowed: {}, "
                         "--liberty, or timing.stages; nearest: {}",
                         in_quotes(c.timing.technology), enumerated(names),
                         nearest(c.timing.technology, names)));
    }
    return known != nullptr ? *known : view::target("osu018");
}

lower::Lowered lowered_plain(const Config& c, const ir::Module& unit) {
    lower::Lowered made;
    made.circuit = lower::chosen(unit, c.timing.optimise, made.choices);
    made.circuit = lower::plain(made.circuit);
    return made;
}

namespace {

/// A product waits for the loop of its sum, unless registers stand between them.
lower::LoneProducts lone_products(const Config& c, const ir::Module& unit) {
    const auto parts = ir::components(*unit.circuit());
    const bool has_loop = std::any_of(parts.begin(), parts.end(), [&](const auto& members) {
        return ir::is_loop(*unit.circuit(), members);
    });
    return has_loop && !c.timing.is_pipelined() ? lower::LoneProducts::by_width
                                                : lower::LoneProducts::adder_cells;
}

lower::Candidate candidate(const char* structure, const lower::Lowered& made,
                           const view::Target& target) {
    const auto cost = view::cost(*made.circuit, target);
    return {structure, {cost.gates, cost.delay_ns}};
}

/// The faster one, the plain one among equals that are no smaller: what the loop of an accumulator
/// limits gains nothing. What was chosen is noted where it is the plain one.
lower::Lowered quicker(const lower::Lowered& compressed, const lower::Lowered& plain,
                       const view::Target& target) {
    const auto tree = candidate("adder cells", compressed, target);
    const auto operators = candidate("+ and * for the synthesis tool", plain, target);
    if (tree.estimate.merit(Goal::delay) < operators.estimate.merit(Goal::delay)) return compressed;
    auto made = plain;
    made.choices.push_back({made.circuit->name + ": sums and products", operators, {tree}});
    return made;
}

}  // namespace

lower::Lowered lowered(const Config& c, const view::Target& target, const ir::Module& unit) {
    if (!is_compressed(c, target)) return lowered_plain(c, unit);
    auto made = lower::compressed(unit, c.timing.optimise, target.costs, lone_products(c, unit));
    made.circuit = lower::plain(made.circuit);
    const bool is_read = target.costs.full_gates.has_value();
    return is_read && c.timing.optimise == Goal::delay
               ? quicker(made, lowered_plain(c, unit), target)
               : made;
}

view::Scheduled scheduled(const Config& c, const view::Target& target, const lower::Lowered& unit) {
    if (c.timing.fastest) throw std::logic_error(c.name + ": no period was chosen");
    view::Constraint constraint{.period_ns = c.timing.period_ns,
                                .fit = gates::fit_of(gates::fitted_families(), family_of(c))};
    if (c.timing.stages) constraint.stages = static_cast<unsigned>(*c.timing.stages);
    // As short as so many can be: with the period beside them the first would take all.
    if (const int paced = c.timing.paced_stages.value_or(0); paced > 0)
        constraint = {.stages = static_cast<unsigned>(paced), .fit = constraint.fit};
    try {
        return view::schedule(unit, target, constraint);
    } catch (const view::ConstraintError& error) {
        const auto& period_ns = error.nearest().period_ns;
        const auto& stages = error.nearest().stages;
        if (stages) {
            fail(c.settings, "timing.stages",
                 fmt::format("= {} cannot be met: {}; allowed: {} to 64; nearest: {}",
                             *c.timing.stages, error.what(), *stages, *stages));
        }
        fail(c.settings, "timing.period_ns",
             fmt::format("= {} cannot be met: {}; allowed: {} to 100000; nearest: {}",
                         *c.timing.period_ns, error.what(), *period_ns, *period_ns));
    }
}

std::shared_ptr<const ir::Circuit> scheduled_plain(const Config& config, const view::Target& target,
                                                   const ir::Module& unit, unsigned latency) {
    view::Target by_operations = target;
    by_operations.gate_cells.reset();
    return view::schedule(lowered_plain(config, unit), by_operations, {.stages = latency}).circuit;
}

view::Scheduled scheduled(const Config& c, const view::Target& target, const ir::Module& unit) {
    return scheduled(c, target, lowered(c, target, unit));
}

}  // namespace mxgen::package
