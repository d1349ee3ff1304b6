// SPDX-License-Identifier: Apache-2.0
#include "sw/package/lowering.h"

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/multiply.h"
#include "sw/config/conversion.h"
#include "sw/config/fpga.h"
#include "sw/package/convert.h"
#include "sw/unit/from_config.h"

namespace mxgen::package {

namespace {

unit::DotOptions dot_options(const Config& c) {
    auto goal = goal_of(c);
    return {.name = c.name,
            .a = c.a,
            .b = c.b,
            .lanes = static_cast<unsigned>(c.dot.lanes),
            .accumulator = c.dot.accumulator,
            .blocks = static_cast<unsigned>(c.dot.blocks),
            .initial = c.dot.initial,
            .single = sums_single_blocks(c),
            .modes = c.dot.modes,
            .multiplier = multiplier_of(c),
            .anticipate = goal == Goal::balanced || goal == Goal::delay};
}

}  // namespace

unit::ArrayOptions array_options(const Config& c) {
    return {.name = c.name,
            .dot = dot_options(c),
            .rows = static_cast<unsigned>(c.array.rows),
            .cols = static_cast<unsigned>(c.array.cols),
            .weight_stationary = is_weight_stationary(c)};
}

ir::Module unit_of(const Config& c) {
    if (c.unit == "multiply") return unit::multiply(c.name, multiply_spec(c));
    if (c.unit == "dot") return unit::dot(dot_options(c));
    if (c.unit == "array") return unit::array_dot(array_options(c));
    if (c.unit == "convert") {
        auto options = convert_options(c);
        // The module around it, which brings random bits, has the design's name.
        if (has_lfsr(c)) options.name += "_block";
        return unit::convert(options);
    }
    return unit::deconvert(deconvert_options(c));
}

Goal goal_of(const Config& c) { return find_choice<Goal>(c.timing.optimise).value(); }

bool is_compressed(const Config& c) {
    if (c.timing.lowering == "plain" || is_fpga(c.timing.technology)) return false;
    return target_of(c).cells.contains(ir::Cell::full_adder);
}

const view::Target& target_of(const Config& c) {
    const auto* known = view::find_target(c.timing.technology);
    return known || c.timing.period_ns ? view::target(c.timing.technology) : view::target("osu018");
}

view::Scheduled scheduled(const Config& c, const ir::Module& unit) {
    view::Constraint constraint{.period_ns = c.timing.period_ns};
    if (c.timing.stages) constraint.stages = static_cast<unsigned>(*c.timing.stages);
    const auto sums = is_compressed(c) ? lower::compressed(unit, goal_of(c)) : unit.circuit();
    return view::schedule(lower::plain(sums), target_of(c), constraint);
}

}  // namespace mxgen::package
