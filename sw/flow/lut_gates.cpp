// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/lut_gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sw/support/error.h"
#include "sw/support/json.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t max_inputs = 6;

/// A table as '0' and '1', the first where all inputs are zero.
using Table = std::string;

bool is_complement(const Table& a, const Table& b) {
    return std::ranges::equal(a, b, [](char x, char y) { return x != y; });
}

/// Makes gates of the tables of one module. Bits are Yosys': a net's number, or "0" and "1".
class LutExpansion {
  public:
    explicit LutExpansion(SortedJson module) : module_(std::move(module)) {
        for (const auto& [name, net] : module_.at("netnames").items())
            for (const auto& bit : net.at("bits")) see(bit);
        for (const auto& [name, cell] : module_.at("cells").items())
            for (const auto& [pin, bits] : cell.at("connections").items())
                for (const auto& bit : bits) see(bit);
    }

    SortedJson run(const std::vector<LutForm>& forms) {
        const auto found = module_.at("cells");
        for (const auto& [name, cell] : found.items()) {
            const auto type = cell.at("type").get<std::string>();
            const auto form = std::ranges::find(forms, type, &LutForm::cell);
            if (form != forms.end())
                expand(name, cell, *form);
            else
                (cells_[name] = cell).erase("attributes");
        }
        module_["cells"] = cells_;
        module_.erase("attributes");
        for (auto& net : module_["netnames"]) net.erase("attributes");
        return std::move(module_);
    }

  private:
    void see(const SortedJson& bit) {
        if (bit.is_number()) next_net_ = std::max(next_net_, bit.get<std::int64_t>() + 1);
    }

    void expand(const std::string& name, const SortedJson& cell, const LutForm& form) {
        const auto parameters = cell.value("parameters", SortedJson::object());
        const auto text = parameters.value(form.parameter, SortedJson());
        if (!text.is_string() ||
            text.get<std::string>().find_first_not_of("01x") != std::string::npos)
            throw Error(Exit::tool_failed, fmt::format("yosys: {} of {} has no {} in bits", name,
                                                       form.cell, form.parameter));
        Table table = text.get<std::string>();
        std::ranges::reverse(table);
        table.resize(std::size_t{1} << form.inputs.size(), '0');
        std::ranges::replace(table, 'x', '0');
        std::vector<SortedJson> inputs;
        for (const auto& pin : form.inputs) inputs.push_back(bit_of(cell, pin));
        const auto output = cell.at("connections").find(form.output);
        if (output == cell.at("connections").end() || output->empty()) return;
        made_.clear();
        add_gate("$_BUF_", {{"A", gate(table, inputs)}}, output->at(0));
    }

    static SortedJson bit_of(const SortedJson& cell, const std::string& pin) {
        const auto& all = cell.at("connections");
        const auto found = all.find(pin);
        if (found == all.end() || found->empty()) return "0";
        const auto& bit = found->at(0);
        return bit.is_number() || bit == "1" ? bit : SortedJson("0");
    }

    /// The bit that has the table's value: what the last input chooses between, tables made once.
    SortedJson gate(const Table& table, std::vector<SortedJson> inputs) {
        if (table.find_first_not_of(table[0]) == Table::npos) return SortedJson(table.substr(0, 1));
        if (const auto known = made_.find(table); known != made_.end()) return known->second;
        const auto input = inputs.back();
        inputs.pop_back();
        const auto low = table.substr(0, table.size() / 2), high = table.substr(table.size() / 2);
        const SortedJson result =
            low == high ? gate(low, inputs) : choice(low, high, input, inputs);
        return made_[table] = result;
    }

    SortedJson choice(const Table& low, const Table& high, const SortedJson& input,
                      const std::vector<SortedJson>& inputs) {
        const SortedJson zero = gate(low, inputs);
        if (is_complement(low, high))
            return zero == "0"   ? input
                   : zero == "1" ? add_gate("$_NOT_", {{"A", input}})
                                 : add_gate("$_XOR_", {{"A", input}, {"B", zero}});
        const SortedJson one = gate(high, inputs);
        return add_gate("$_MUX_", {{"A", zero}, {"B", one}, {"S", input}});
    }

    SortedJson add_gate(const std::string& type, const std::map<std::string, SortedJson>& inputs,
                        SortedJson output = {}) {
        if (output.is_null()) output = next_net_++;
        SortedJson cell{{"type", type}};
        for (const auto& [pin, bit] : inputs) {
            cell["port_directions"][pin] = "input";
            cell["connections"][pin] = SortedJson::array({bit});
        }
        cell["port_directions"]["Y"] = "output";
        cell["connections"]["Y"] = SortedJson::array({output});
        cells_[fmt::format("$lut{}", cells_.size())] = std::move(cell);
        return output;
    }

    SortedJson module_, cells_ = SortedJson::object();
    std::int64_t next_net_ = 2;
    std::map<Table, SortedJson> made_;  ///< of the table at hand; its size tells the inputs
};

}  // namespace

SortedJson with_luts_as_gates(const SortedJson& netlist, const std::string& top,
                              const std::vector<LutForm>& forms) {
    if (!netlist.is_object() || !netlist.contains("modules") || !netlist["modules"].contains(top))
        throw Error(Exit::tool_failed,
                    fmt::format("yosys: its netlist of {} lacks that module", top));
    for (const auto& form : forms)
        if (form.inputs.size() > max_inputs) throw std::logic_error(form.cell);
    try {
        return {{"creator", "mxgen"},
                {"modules", {{top, LutExpansion(netlist["modules"][top]).run(forms)}}}};
    } catch (const SortedJson::exception& error) {
        throw Error(Exit::tool_failed,
                    fmt::format("yosys: its netlist of {}: {}", top, error.what()));
    }
}

}  // namespace mxgen::ppa
