// SPDX-License-Identifier: Apache-2.0
#include "sw/ppa/parts.h"

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
        Rule{"accumulator", std::regex("acc|round|norm|encode|total|result|sticky|carry_q")},
        Rule{"alignment", std::regex("shift|align|emax|window|scale")},
        Rule{"sum", std::regex("sum|heap|tree|prefix|u_fa|u_ha|compress")},
        Rule{"multipliers", std::regex("mul|mag|prod|lane|partial|decode|term|sig")}};
    return table;
}

}  // namespace

std::string part_of_name(const std::string& name) {
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
    auto name_cell = [&](std::int32_t cell, const std::string& part) {
        if (cell == EventCircuit::none || !parts[static_cast<std::size_t>(cell)].empty()) return;
        parts[static_cast<std::size_t>(cell)] = part;
        waiting.push_back(cell);
    };
    for (std::size_t i = 0; i < circuit.cells.size(); ++i)
        if (circuit.cells[i].is_register) parts[i] = "registers";
    for (std::size_t net = 2; net < circuit.nets.size(); ++net)
        if (const auto& name = circuit.nets[net].name; !name.empty())
            if (auto part = part_of_name(name); part != "other") name_cell(drivers[net], part);
    for (; !waiting.empty(); waiting.pop_front())
        for (auto driver : feeds[static_cast<std::size_t>(waiting.front())])
            name_cell(driver, parts[static_cast<std::size_t>(waiting.front())]);
    for (auto& part : parts)
        if (part.empty()) part = "other";
    return parts;
}

}  // namespace mxgen::ppa
