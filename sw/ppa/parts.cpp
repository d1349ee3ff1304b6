// SPDX-License-Identifier: Apache-2.0
#include "sw/ppa/parts.h"

#include <algorithm>
#include <array>
#include <deque>
#include <regex>

namespace mxgen::ppa {

namespace {

struct Rule {
    const char* part;
    std::regex pattern;
};

const std::array<Rule, 4>& rules() {
    static const std::array<Rule, 4> table = {
        Rule{"sum", std::regex("sum|total|heap|tree|prefix|compress|(^|[.])u_[fh]a_|u_sign")},
        Rule{"accumulator", std::regex("acc|round|norm|encode|result|sticky|carry_q")},
        Rule{"alignment", std::regex("shift|align|emax|window|scale")},
        Rule{"multipliers", std::regex("mul|mag|prod|partial|decode|term|sig")}};
    return table;
}

/// Within a lane everything multiplies, adders of partial products too, but for what shifts
/// a finished product to the term that leaves the lane.
std::string part_in_lane(const std::string& leaf, bool products) {
    static const std::regex shifted("shift|align|window|term|heap_bits");
    return products && std::regex_search(leaf, shifted) ? "alignment" : "multipliers";
}

bool in_lane(const std::string& name) {
    static const std::regex lane("(^|[._])lane|gen_lane");
    return std::regex_search(name, lane);
}

bool is_adder(const std::string& instance) {
    return instance.find("u_fa_") != std::string::npos ||
           instance.find("u_ha_") != std::string::npos || instance.ends_with("u_sign.u_cell");
}

/// Whether lanes finish their products: then only alignment is left behind the products' adders.
bool lanes_have_products(const EventCircuit& circuit) {
    return std::any_of(circuit.cells.begin(), circuit.cells.end(),
                       [](const auto& cell) { return is_adder(cell.name) && in_lane(cell.name); });
}

}  // namespace

std::string part_of_name(const std::string& name, bool products) {
    if (in_lane(name)) return part_in_lane(name.substr(name.rfind('.') + 1), products);
    for (const auto& rule : rules())
        if (std::regex_search(name, rule.pattern)) return rule.part;
    return "other";
}

std::vector<std::string> parts_of_cells(const EventCircuit& circuit) {
    std::vector<std::string> parts(circuit.cells.size());
    std::vector<std::int32_t> drivers(circuit.nets.size(), EventCircuit::none);
    for (const auto& output : circuit.outputs)
        if (output.net != EventCircuit::none)
            drivers[static_cast<std::size_t>(output.net)] = output.cell;
    std::vector<std::vector<std::int32_t>> feeds(circuit.cells.size());
    for (std::size_t net = 2; net < circuit.nets.size(); ++net)
        for (std::uint32_t i = 0; i < circuit.nets[net].sinks && drivers[net] != EventCircuit::none;
             ++i)
            feeds[static_cast<std::size_t>(circuit.sinks[circuit.nets[net].first_sink + i].cell)]
                .push_back(drivers[net]);
    std::deque<std::int32_t> waiting;
    const bool products = lanes_have_products(circuit);
    auto name_cell = [&](std::int32_t cell, const std::string& part) {
        if (cell == EventCircuit::none || !parts[static_cast<std::size_t>(cell)].empty()) return;
        parts[static_cast<std::size_t>(cell)] = part;
        waiting.push_back(cell);
    };
    for (std::size_t i = 0; i < circuit.cells.size(); ++i)
        if (circuit.cells[i].is_register)
            parts[i] = "registers";
        else if (is_adder(circuit.cells[i].name))
            name_cell(static_cast<std::int32_t>(i),
                      in_lane(circuit.cells[i].name) ? "multipliers" : "sum");
    for (std::size_t net = 2; net < circuit.nets.size(); ++net)
        if (const auto& name = circuit.nets[net].name; !name.empty())
            if (auto part = part_of_name(name, products); part != "other")
                name_cell(drivers[net], part);
    for (; !waiting.empty(); waiting.pop_front())
        for (auto driver : feeds[static_cast<std::size_t>(waiting.front())])
            name_cell(driver, parts[static_cast<std::size_t>(waiting.front())]);
    for (auto& part : parts)
        if (part.empty()) part = "other";
    return parts;
}

}  // namespace mxgen::ppa
