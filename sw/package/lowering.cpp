// SPDX-License-Identifier: Apache-2.0
#include "sw/package/lowering.h"

#include "gen/lower/choose.h"
#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "sw/config/fpga.h"

namespace mxgen::package {

bool is_compressed(const Config& c) {
    if (c.timing.lowering == Structure::plain || is_fpga(c.timing.technology)) return false;
    return target_of(c).cells.contains(ir::AdderCell::full_adder);
}

const view::Target& target_of(const Config& c) {
    const auto* known = view::find_target(c.timing.technology);
    return known || c.timing.period_ns ? view::target(c.timing.technology) : view::target("osu018");
}

lower::Lowered lowered(const Config& c, const ir::Module& unit) {
    lower::Lowered made;
    if (is_compressed(c))
        made = lower::compressed(unit, c.timing.optimise);
    else
        made.circuit = lower::chosen(unit, c.timing.optimise, made.choices);
    made.circuit = lower::plain(made.circuit);
    return made;
}

view::Scheduled scheduled(const Config& c, const lower::Lowered& unit) {
    view::Constraint constraint{.period_ns = c.timing.period_ns};
    if (c.timing.stages) constraint.stages = static_cast<unsigned>(*c.timing.stages);
    return view::schedule(unit, target_of(c), constraint);
}

view::Scheduled scheduled(const Config& c, const ir::Module& unit) {
    return scheduled(c, lowered(c, unit));
}

}  // namespace mxgen::package
