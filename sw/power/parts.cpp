// SPDX-License-Identifier: Apache-2.0
#include "sw/power/parts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <regex>
#include <unordered_map>

namespace mxgen::ppa {

namespace {

constexpr const char* multipliers = "multipliers";
constexpr const char* alignment = "alignment";
constexpr const char* sum = "sum";
constexpr const char* registers = "registers";
constexpr const char* converters = "converters";
constexpr const char* other = "other";

struct Rule {
    const char* part;
    std::regex pattern;
};

const std::array<Rule, 5>& rules() {
    static const std::array<Rule, 5> table = {
        Rule{converters, std::regex("u_convert|u_round|codes_[oq]|scale_o|^x_o")},
        Rule{sum, std::regex("sum|total|heap|tree|prefix|compress|(^|[.])u_[fh]a_|u_sign")},
        Rule{"accumulator", std::regex("acc|round|norm|encode|result|sticky|carry_q")},
        Rule{alignment, std::regex("shift|align|emax|window|scale")},
        Rule{multipliers, std::regex("mul|mag|prod|partial|decode|term|sig|^p_o")}};
    return table;
}

/// Within a lane everything multiplies, adders of partial products too, but for what shifts
/// a finished product to the term that leaves the lane.
std::string part_in_lane(const std::string& leaf, bool products) {
    static const std::regex shifted("shift|align|window|term|heap_bits");
    return products && std::regex_search(leaf, shifted) ? alignment : multipliers;
}

/// Behind an array: lanes there convert.
bool in_converter(const std::string& name) {
    static const std::regex converter("u_convert|u_round");
    return std::regex_search(name, converter);
}

bool in_lane(const std::string& name) {
    static const std::regex lane("(^|[._])lane|gen_lane");
    return std::regex_search(name, lane) && !in_converter(name);
}

std::string part_of_adder(const std::string& instance) {
    return in_converter(instance) ? converters : in_lane(instance) ? multipliers : sum;
}

bool is_adder(const std::string& instance) {
    return instance.find("u_fa_") != std::string::npos ||
           instance.find("u_ha_") != std::string::npos || instance.ends_with("u_sign.u_cell");
}

class Attribution {
  public:
    explicit Attribution(const EventCircuit& circuit)
        : circuit_(circuit),
          parts_(circuit.cells.size()),
          drivers_(circuit.nets.size(), EventCircuit::none),
          feeds_(circuit.cells.size()) {
        for (const auto& output : circuit.outputs)
            if (output.net != EventCircuit::none) drivers_[at(output.net)] = output.cell;
        for (std::size_t net = 2; net < circuit.nets.size(); ++net)
            for (std::uint32_t i = 0; i < circuit.nets[net].sinks; ++i)
                if (drivers_[net] != EventCircuit::none)
                    feeds_[at(circuit.sinks[circuit.nets[net].first_sink + i].cell)].push_back(
                        drivers_[net]);
        // Lanes that finish their products have only alignment left behind the products' adders.
        products_ = std::any_of(circuit.cells.begin(), circuit.cells.end(), [](const auto& cell) {
            return is_adder(cell.name) && in_lane(cell.name);
        });
    }

    std::vector<std::string> run() {
        name_adders_and_registers();
        name_by_nets();
        name_by_registers();
        spread();
        split_what_enters_the_sum();
        for (auto& part : parts_)
            if (part.empty()) part = other;
        return std::move(parts_);
    }

  private:
    void name_cell(std::int32_t cell, const std::string& part) {
        if (cell == EventCircuit::none || !parts_[at(cell)].empty()) return;
        parts_[at(cell)] = part;
        waiting_.push_back(cell);
    }

    /// Of names that differ in numbers alone one is looked at.
    const std::string& part_of(std::string name) {
        std::erase_if(name, [](unsigned char c) { return std::isdigit(c) != 0; });
        auto [entry, fresh] = known_.try_emplace(std::move(name));
        if (fresh) entry->second = part_of_name(entry->first, products_);
        return entry->second;
    }

    void name_adders_and_registers() {
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i)
            if (circuit_.cells[i].is_register)
                parts_[i] = registers;
            else if (is_adder(circuit_.cells[i].name))
                name_cell(static_cast<std::int32_t>(i), part_of_adder(circuit_.cells[i].name));
    }

    void name_by_nets() {
        for (std::size_t net = 2; net < circuit_.nets.size(); ++net)
            if (const auto& name = circuit_.nets[net].name; !name.empty())
                if (const auto& part = part_of(name); part != other) name_cell(drivers_[net], part);
    }

    /// What makes a register's next value belongs to what the register is called after; words and
    /// flags that only move belong to the registers.
    void name_by_registers() {
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i) {
            const auto& cell = circuit_.cells[i];
            if (!cell.is_register) continue;
            std::string part = other;
            for (std::uint32_t out = 0; out < cell.outputs && part == other; ++out)
                if (auto net = circuit_.outputs[cell.first_output + out].net;
                    net != EventCircuit::none)
                    part = part_of(circuit_.nets[at(net)].name);
            for (auto driver : feeds_[i]) name_cell(driver, part == other ? registers : part);
        }
    }

    /// Gates without a name are of the part that they feed first.
    void spread() {
        for (; !waiting_.empty(); waiting_.pop_front())
            for (auto driver : feeds_[at(waiting_.front())])
                name_cell(driver, parts_[at(waiting_.front())]);
    }

    /// Gates in front of all adders of the sum make its terms: shifted products, or partial ones.
    void split_what_enters_the_sum() {
        std::vector<bool> behind(circuit_.cells.size());
        std::deque<std::int32_t> reached;
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i)
            if (parts_[i] == sum && is_adder(circuit_.cells[i].name)) {
                behind[i] = true;
                reached.push_back(static_cast<std::int32_t>(i));
            }
        if (reached.empty()) return;
        for (; !reached.empty(); reached.pop_front())
            for_each_fed(reached.front(), [&](std::int32_t cell) {
                if (behind[at(cell)] || circuit_.cells[at(cell)].is_register) return;
                behind[at(cell)] = true;
                reached.push_back(cell);
            });
        for (std::size_t i = 0; i < circuit_.cells.size(); ++i)
            if (parts_[i] == sum && !behind[i]) parts_[i] = products_ ? alignment : multipliers;
    }

    template <class Visit>
    void for_each_fed(std::int32_t cell, Visit&& visit) const {
        const auto& entry = circuit_.cells[at(cell)];
        for (std::uint32_t out = 0; out < entry.outputs; ++out) {
            const auto net = circuit_.outputs[entry.first_output + out].net;
            if (net == EventCircuit::none) continue;
            const auto& fed = circuit_.nets[at(net)];
            for (std::uint32_t i = 0; i < fed.sinks; ++i)
                visit(circuit_.sinks[fed.first_sink + i].cell);
        }
    }

    const EventCircuit& circuit_;
    std::vector<std::string> parts_;
    std::vector<std::int32_t> drivers_;             ///< the cell that drives a net
    std::vector<std::vector<std::int32_t>> feeds_;  ///< the cells that drive a cell's inputs
    std::deque<std::int32_t> waiting_;
    std::unordered_map<std::string, std::string> known_;
    bool products_ = false;
};

}  // namespace

std::string part_of_name(const std::string& name, bool products) {
    if (in_lane(name)) return part_in_lane(name.substr(name.rfind('.') + 1), products);
    for (const auto& rule : rules())
        if (std::regex_search(name, rule.pattern)) return rule.part;
    return other;
}

std::vector<std::string> parts_of_cells(const EventCircuit& circuit) {
    return Attribution(circuit).run();
}

}  // namespace mxgen::ppa
