// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/cell_costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/liberty/loaded_cell.h"
#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

/// The smallest cell of one output with one of these truth tables, the inputs in any order.
class GateFinder {
  public:
    GateFinder(const Library& library) : library_(library) {}

    std::optional<GateCost> find(std::size_t inputs, const std::vector<std::uint64_t>& tables,
                                 double fanout = cell_fanout) {
        const Cell* best = nullptr;
        for (const auto& [name, cell] : library_.cells)
            if (serves(cell, inputs, tables) && (!best || cell.area < best->area)) best = &cell;
        if (!best) return {};
        const auto delay = LoadedCell(*best, library_, fanout * mean_capacitance(*best))
                               .delay(-1, best->outputs().front());
        if (!delay) return {};
        return GateCost{*delay, best->area};
    }

  private:
    static bool serves(const Cell& cell, std::size_t inputs,
                       const std::vector<std::uint64_t>& tables) {
        const auto names = cell.inputs(), outputs = cell.outputs();
        if (cell.is_sequential() || cell.dont_use || names.size() != inputs ||
            outputs.size() != 1 || cell.find(outputs[0])->three_state)
            return false;
        try {
            const auto table = Function::parse(cell.find(outputs[0])->function).table(names);
            return std::ranges::find(tables, table) != tables.end();
        } catch (const std::exception&) {
            return false;
        }
    }

    const Library& library_;
};

/// The tables of a function of three inputs in every order of them.
std::vector<std::uint64_t> in_any_order(bool (*function)(bool, bool, bool)) {
    std::vector<std::uint64_t> tables;
    std::array<unsigned, 3> order{0, 1, 2};
    do {
        std::uint64_t table = 0;
        for (unsigned code = 0; code < 8; ++code)
            table |= std::uint64_t(
                         function(code >> order[0] & 1, code >> order[1] & 1, code >> order[2] & 1))
                     << code;
        tables.push_back(table);
    } while (std::next_permutation(order.begin(), order.end()));
    return tables;
}

/// The cheaper one by area x delay.
std::optional<GateCost> cheaper(const std::optional<GateCost>& a,
                                const std::optional<GateCost>& b) {
    if (!a || !b) return a ? a : b;
    return b->area * b->delay_ns < a->area * a->delay_ns ? b : a;
}

constexpr double carry_fanout = 3;

class CostReader {
  public:
    CostReader(const Library& library, const Roles& roles) : library_(library), roles_(roles) {}

    CellCosts read() {
        gates();
        costs_.full_gates = full_of_gates();
        costs_.full = adder(roles_.full_adder).value_or(costs_.full_gates);
        costs_.half = adder(roles_.half_adder).value_or(half_of_gates());
        registers();
        return costs_;
    }

  private:
    void gates() {
        GateFinder finder(library_);
        const auto nand = finder.find(2, {0b0111});
        if (!nand)
            throw Error(Exit::usage, fmt::format("the library {} has no table of its NAND2's delay",
                                                 in_quotes(library_.name)));
        costs_.nand = *nand;
        costs_.inverter = finder.find(1, {0b01}).value_or(*nand);
        const auto& inverter = costs_.inverter;
        const auto behind_inverter = [&](std::optional<GateCost> gate) {
            if (gate) gate->delay_ns += inverter.delay_ns, gate->area += inverter.area;
            return gate;
        };
        costs_.exclusive_or = cheaper(finder.find(2, {0b0110}), finder.find(2, {0b1001}))
                                  .value_or(GateCost{3 * nand->delay_ns, 4 * nand->area});
        const auto mux = in_any_order([](bool s, bool a, bool b) { return s ? a : b; });
        const auto inverted = in_any_order([](bool s, bool a, bool b) { return !(s ? a : b); });
        costs_.select = cheaper(finder.find(3, mux), behind_inverter(finder.find(3, inverted)))
                            .value_or(GateCost{2 * nand->delay_ns, 3 * nand->area + inverter.area});
        costs_.and_or = and_or(finder, cell_fanout);
        costs_.carry_step = and_or(finder, carry_fanout);
        costs_.has_and_or = roles_.and_nor && roles_.or_nand;
    }

    GateCost and_or(GateFinder& finder, double fanout) const {
        const GateCost made{2 * costs_.nand.delay_ns, 2 * costs_.nand.area};
        const auto aoi = finder.find(
            3, in_any_order([](bool a, bool b, bool c) { return !((a && b) || c); }), fanout);
        const auto oai = finder.find(
            3, in_any_order([](bool a, bool b, bool c) { return !((a || b) && c); }), fanout);
        const auto first = aoi.value_or(made), second = oai.value_or(made);
        return {(first.delay_ns + second.delay_ns) / 2, (first.area + second.area) / 2};
    }

    std::optional<AdderCost> adder(const std::optional<Adder>& adder) const {
        if (!adder) return {};
        const Cell& cell = library_.cells.at(adder->cell);
        const LoadedCell loaded(cell, library_, mean_capacitance(cell));
        AdderCost cost{.area = cell.area,
                       .cell = cell.name,
                       .inverted_sum = adder->inverted_sum,
                       .inverted_carry = adder->inverted_carry};
        for (std::size_t i = 0; i < adder->inputs.size(); ++i) {
            const auto sum = loaded.delay(static_cast<int>(i), adder->sum);
            const auto carry = loaded.delay(static_cast<int>(i), adder->carry);
            if (!sum || !carry) return {};
            cost.sum_ns[i] = *sum;
            cost.carry_ns[i] = *carry;
        }
        return cost;
    }

    /// Without what it takes by the means of what stands in for it.
    AdderCost full_of_gates() const {
        if (const auto made = made_adder(library_, roles_, roles_.made_carry)) return *made;
        const auto& [exclusive, nand] = std::tie(costs_.exclusive_or, costs_.nand);
        const double slow = exclusive.delay_ns + 2 * nand.delay_ns, quick = 2 * nand.delay_ns;
        return {.sum_ns = {2 * exclusive.delay_ns, 2 * exclusive.delay_ns, exclusive.delay_ns},
                .carry_ns = {slow, slow, quick},
                .area = roles_.exclusive_or ? 2 * exclusive.area + 3 * nand.area : 9 * nand.area,
                .cell = {}};
    }

    AdderCost half_of_gates() const {
        const auto& [exclusive, nand] = std::tie(costs_.exclusive_or, costs_.nand);
        const double carry = nand.delay_ns + costs_.inverter.delay_ns;
        return {.sum_ns = {exclusive.delay_ns, exclusive.delay_ns, 0},
                .carry_ns = {carry, carry, 0},
                .area = exclusive.area + nand.area + costs_.inverter.area,
                .cell = {}};
    }

    void registers() {
        if (!roles_.plain_register) return;
        const Register& plain = *roles_.plain_register;
        const Cell& cell = library_.cells.at(plain.cell);
        costs_.register_area = cell.area;
        const auto inputs = cell.inputs();
        const auto clock = std::ranges::find(inputs, plain.clock) - inputs.begin();
        costs_.clock_to_q_ns = LoadedCell(cell, library_, cell_fanout * mean_capacitance(cell))
                                   .delay(static_cast<int>(clock), plain.output)
                                   .value_or(2 * costs_.nand.delay_ns);
        costs_.setup_ns = setup(cell, plain.data).value_or(2 * costs_.nand.delay_ns);
        double with_clear = HUGE_VAL;
        for (const auto& name : roles_.flip_flops)
            if (const auto& other = library_.cells.at(name); !other.state->clear.empty())
                with_clear = std::min(with_clear, other.area);
        costs_.reset_area = std::isinf(with_clear) ? 0 : std::max(0.0, with_clear - cell.area);
    }

    /// The middle of a flip-flop's tables of setup, over which slews they may be.
    static std::optional<double> setup(const Cell& cell, const std::string& data) {
        std::vector<double> found;
        for (const auto& timing : cell.find(data)->group->groups) {
            if (timing.kind != "timing" || !timing.text("timing_type").starts_with("setup"))
                continue;
            for (const auto& table : timing.groups)
                if (const auto* values = table.find("values"))
                    for (const auto& row : values->values)
                        for (const double value : numbers(row)) found.push_back(value);
        }
        if (found.empty()) return {};
        std::ranges::nth_element(found, found.begin() + found.size() / 2);
        return std::max(0.0, found[found.size() / 2]);
    }

    const Library& library_;
    const Roles& roles_;
    CellCosts costs_;
};

}  // namespace

CellCosts read_cell_costs(const Library& library, const Roles& roles) {
    return CostReader(library, roles).read();
}

}  // namespace mxgen::ppa
