// SPDX-License-Identifier: Apache-2.0
#include "sw/package/lowering.h"

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "sw/config/fpga.h"

namespace mxgen::package {

bool is_compressed(const Config& c) {
    if (c.timing.lowering == Structure::plain || is_fpga(c.timing.technology)) return false;
    return target_of(c).cells.contains(ir::Cell::full_adder);
}

const view::Target& target_of(const Config& c) {
    const auto* known = view::find_target(c.timing.technology);
    return known || c.timing.period_ns ? view::target(c.timing.technology) : view::target("osu018");
}

view::Scheduled scheduled(const Config& c, const ir::Module& unit) {
    view::Constraint constraint{.period_ns = c.timing.period_ns};
    if (c.timing.stages) constraint.stages = static_cast<unsigned>(*c.timing.stages);
    const auto sums =
        is_compressed(c) ? lower::compressed(unit, c.timing.optimise) : unit.circuit();
    return view::schedule(lower::plain(sums), target_of(c), constraint);
}

}  // namespace mxgen::package
