// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/target.h"

#include <fmt/format.h>

#include <cmath>

#include "sw/config/fpga.h"
#include "sw/estimate/cell_set.h"
#include "sw/package/lowering.h"
#include "sw/package/settled.h"

namespace mxgen {

namespace {

/// osu018's own, as read_cell_costs() finds them: what its fitted data are in terms of. Delays in
/// ns, areas in NAND2.
constexpr struct {
    double nand = 0.0765, exclusive_or = 0.1908, select = 0.1888, and_or = 0.1026;
    double setup = 0.300;
    double exclusive_or_area = 2.333, select_area = 2.667, and_or_area = 1.146;
} reference;

view::OperationData scaled(view::OperationData data, double delay, double gates) {
    for (auto* part : {&data.delay.fixed, &data.delay.per_log, &data.delay.per_bit}) *part *= delay;
    for (auto* part : {&data.gates.fixed, &data.gates.per_log, &data.gates.per_bit}) *part *= gates;
    return data;
}

/// An adder whose outputs are complements needs an inverter where operands of either polarity meet:
/// one of three at most.
constexpr double inverters_per_adder = 1.0 / 3;

lower::Counter counter(const ppa::AdderCost& adder, const ppa::CellCosts& costs) {
    const auto& nand = costs.nand;
    const bool inverts = adder.inverted_sum || adder.inverted_carry;
    const double area = adder.area + inverts * inverters_per_adder * costs.inverter.area;
    lower::Counter made{adder.sum_ns, adder.carry_ns, area / nand.area, adder.inverted_sum,
                        adder.inverted_carry};
    for (auto* delays : {&made.sum, &made.carry})
        for (double& delay : *delays) delay /= nand.delay_ns;
    return made;
}

/// The ranking data in NANDs. A prefix step is an and-or of either polarity for the carry, and a
/// gate beside it that propagates.
lower::Costs ranking(const ppa::CellCosts& costs) {
    const auto& nand = costs.nand;
    const auto cell = [&]() -> std::optional<lower::Counter> {
        if (costs.full.cell.empty()) return {};
        return counter(costs.full, costs);
    };
    return {.delays = {.gate = 1,
                       .exclusive_or = costs.exclusive_or.delay_ns / nand.delay_ns,
                       .select = costs.select.delay_ns / nand.delay_ns,
                       .prefix = costs.carry_step.delay_ns / nand.delay_ns,
                       .inverter = costs.inverter.delay_ns / nand.delay_ns},
            .gates = {.gate = 1,
                      .exclusive_or = costs.exclusive_or.area / nand.area,
                      .select = costs.select.area / nand.area,
                      .prefix = 1 + 2 * costs.and_or.area / nand.area},
            .full_cell = cell(),
            .full_gates = counter(costs.full_gates, costs),
            .half = counter(costs.half, costs),
            .carry_cells = costs.has_and_or};
}

view::CellData cell_data(const ppa::AdderCost& adder, const ppa::GateCost& nand,
                         std::size_t inputs) {
    double sum = 0;
    for (std::size_t i = 0; i < inputs; ++i) sum += adder.sum_ns[i] / double(inputs);
    return {sum, adder.area / nand.area};
}

void scale_operations(view::Target& target, const ppa::CellCosts& costs) {
    const double gate = costs.nand.delay_ns / reference.nand;
    const double exclusive = costs.exclusive_or.delay_ns / reference.exclusive_or;
    const double select = std::min(costs.select.delay_ns / reference.select,
                                   2 * costs.nand.delay_ns / reference.select);
    const double carry = costs.and_or.delay_ns / reference.and_or;
    const auto area = [&](const ppa::GateCost& cost, double of) {
        return cost.area / costs.nand.area / of;
    };
    const double exclusive_area = area(costs.exclusive_or, reference.exclusive_or_area);
    const double select_area = area(costs.select, reference.select_area);
    const double sum = std::sqrt(exclusive * carry), sum_area = std::sqrt(exclusive_area);
    target.gate = scaled(target.gate, gate, 1);
    target.exclusive = scaled(target.exclusive, exclusive, exclusive_area);
    target.select = scaled(target.select, select, select_area);
    target.shift = scaled(target.shift, select, select_area);
    target.lookup = scaled(target.lookup, gate, 1);
    for (auto* row : {&target.add, &target.less, &target.equal, &target.product})
        *row = scaled(*row, sum, sum_area);
    target.enable_ns *= select;
    target.enable_gates *= select_area;
}

}  // namespace

ppa::Technology technology_of(const Config& config,
                              const std::vector<std::filesystem::path>& liberty) {
    const auto& name = config.timing.technology;
    const bool unseen = !liberty.empty() && name == Config{}.timing.technology;
    return ppa::find_technology(unseen ? "" : name, liberty);
}

view::Target target_of(const ppa::CellCosts& costs, const std::string& name) {
    view::Target target = view::target("osu018");
    target.gate_cells.reset();
    target.name = name;
    target.source = fmt::format(
        "read from the cells of {}; whole operations as in osu018, scaled by these cells", name);
    scale_operations(target, costs);
    target.clock_to_q_ns = costs.clock_to_q_ns;
    target.setup_ns *= costs.setup_ns / reference.setup;
    target.register_gates = costs.register_area / costs.nand.area;
    target.reset_gates = costs.reset_area / costs.nand.area;
    target.cells = {
        {ir::AdderCell::full_adder, cell_data(costs.full, costs.nand, 3)},
        {ir::AdderCell::full_adder_of_gates, cell_data(costs.full_gates, costs.nand, 3)},
        {ir::AdderCell::half_adder, cell_data(costs.half, costs.nand, 2)}};
    target.costs = ranking(costs);
    return target;
}

std::optional<UserLibrary> read_user_library(const Config& config,
                                             const std::vector<std::filesystem::path>& liberty) {
    if (liberty.empty() || is_fpga(config.timing.technology)) return {};
    const auto technology = technology_of(config, liberty);
    const auto prepared = std::make_shared<const ppa::PreparedLibrary>(
        ppa::prepare_library(technology, "library.lib"));
    const auto roles = ppa::find_roles(prepared->library);
    auto target = target_of(ppa::read_cell_costs(prepared->library, roles), prepared->library.name);
    auto cells = ppa::cell_set(prepared->library, roles);
    if (gates::has_inverter(cells))
        target.gate_cells = std::make_shared<const gates::CellSet>(std::move(cells));
    return UserLibrary{technology, prepared, roles, std::move(target)};
}

std::optional<view::Target> library_target(const Config& config,
                                           const std::vector<std::filesystem::path>& liberty) {
    const auto library = read_user_library(config, liberty);
    return library ? std::optional(library->target) : std::nullopt;
}

Config settled_for(const Config& config, const std::vector<std::filesystem::path>& liberty) {
    if (!config.timing.is_open()) return config;
    const auto target = library_target(config, liberty);
    return package::settled(config, target ? *target : package::target_of(config));
}

package::Design design_for(const Config& config,
                           const std::vector<std::filesystem::path>& liberty) {
    const auto target = library_target(config, liberty);
    return target ? package::generate(config, *target) : package::generate(config);
}

}  // namespace mxgen
