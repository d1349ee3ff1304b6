// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/canonical.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <vector>

#include "sw/netlist/rtlil.h"
#include "sw/netlist/traversal.h"

namespace mxgen::ppa {

namespace {

/// A name that RTL gave, without its backslash.
std::string plain(const std::string& name) {
    return name.starts_with('\\') ? name.substr(1) : name;
}

/// Numbers a design, module by module as they are met.
class Canonicalization {
  public:
    Canonicalization(const RtlDesign& design, const std::set<std::string>& opaque)
        : design_(design), opaque_(opaque) {}

    CanonicalDesign run(const std::string& top) {
        number_module(design_.find("\\" + top));
        result_.text = "autoidx 1\nattribute \\top 1\n";
        // Grows while it is walked through.
        for (std::size_t i = 0; i < met_.size(); ++i) write(design_.module(met_[i]));
        return std::move(result_);
    }

  private:
    /// What stands for the name of a module, "m000001", with the name's mark.
    const std::string& number_module(std::size_t place) {
        const auto& name = design_.module(place).name;
        auto [entry, fresh] = modules_.try_emplace(name);
        if (fresh) {
            entry->second = number("\\m", name, result_.modules.size());
            result_.modules[plain(name)] = entry->second.substr(1);
            if (!opaque_.contains(plain(name))) met_.push_back(place);
        }
        return entry->second;
    }

    /// Numbers sort as they count, since Yosys goes through wires and cells in the order of names.
    std::string number(const char* root, const std::string& name, std::size_t count) {
        auto text = fmt::format("{}{:06}", root, count);
        if (name.starts_with('\\')) result_.names.add(text.substr(1), plain(name));
        return text;
    }

    std::string number(char kind, const std::string& name) {
        const char root[] = {name[0], kind, '\0'};
        return number(root, name, count_++);
    }

    bool is_opaque(const std::string& type) const { return opaque_.contains(plain(type)); }

    /// The number of a module's port; ports are the first wires that are numbered.
    const std::string& number_port(std::size_t place, const std::string& port) {
        auto& ports = ports_[place];
        if (ports.empty()) {
            const auto& wires = design_.module(place).wires;
            std::vector<const RtlWire*> order;
            for (const auto& wire : wires)
                if (wire.port > 0) order.push_back(&wire);
            std::sort(order.begin(), order.end(),
                      [](const RtlWire* a, const RtlWire* b) { return a->port < b->port; });
            for (const auto* wire : order) ports[wire->name] = number('w', wire->name);
        }
        return ports.at(port);
    }

    void write(const RtlModule& module) {
        const auto place = design_.find(module.name);
        const Traversal order(design_, module);
        std::vector<std::string> names(module.wires.size());
        for (auto wire : order.wires)
            names[wire] = module.wires[wire].port > 0 ? number_port(place, module.wires[wire].name)
                                                      : number('w', module.wires[wire].name);
        out("module {}\n", number_module(place));
        for (auto wire : order.wires) write(module.wires[wire], names[wire]);
        std::map<std::string, std::string> memories;
        for (auto memory : order.memories) {
            const auto& [name, options] = module.memories[memory];
            const auto number = this->number('r', name);
            out("  memory {}{}\n", options, number);
            // In a string a backslash is written twice.
            memories[name] = fmt::format("\"{}{}\"", number[0] == '\\' ? "\\" : "", number);
        }
        for (auto cell : order.cells) write(module.cells[cell], module, names, memories);
        for (auto wire : order.wires)
            for (const auto& [driven, driving] : order.connections(wire))
                out("  connect {} {}\n", to_rtlil({driven}, module, names),
                    to_rtlil(driving, module, names));
        out("end\n");
    }

    void write(const RtlWire& wire, const std::string& name) {
        static const std::set<std::string> kept = {"\\part", "\\init"};
        for (const auto& [attribute, value] : wire.attributes)
            if (kept.contains(attribute)) out("  attribute {} {}\n", attribute, value);
        out("  wire width {} {}{}{}\n", wire.width, wire.options, wire.options.empty() ? "" : " ",
            name);
    }

    void write(const RtlCell& cell, const RtlModule& module, const std::vector<std::string>& names,
               const std::map<std::string, std::string>& memories) {
        const auto place = design_.find(cell.type);
        const bool is_instance = place < design_.size();
        out("  cell {} {}\n", is_instance ? number_module(place) : cell.type,
            number('c', cell.name));
        for (const auto& [name, value] : cell.parameters)
            out("    parameter {} {}\n", name,
                name == "\\MEMID" ? memories.at(unquoted(value)) : value);
        for (auto pin : design_.pin_order(cell)) {
            const auto& [name, signal] = cell.pins[pin];
            const bool is_numbered = is_instance && !is_opaque(cell.type);
            out("    connect {} {}\n", is_numbered ? number_port(place, name) : name,
                to_rtlil(signal, module, names));
        }
        out("  end\n");
    }

    template <class... Arguments>
    void out(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(result_.text), text,
                       std::forward<Arguments>(arguments)...);
    }

    const RtlDesign& design_;
    const std::set<std::string>& opaque_;
    CanonicalDesign result_;
    std::size_t count_ = 0;
    std::vector<std::size_t> met_;
    std::map<std::string, std::string> modules_;                       ///< by name
    std::map<std::size_t, std::map<std::string, std::string>> ports_;  ///< by module
};

}  // namespace

CanonicalDesign canonical(std::string_view rtlil, const std::string& file, const std::string& top,
                          const std::set<std::string>& opaque) {
    const RtlDesign design(parse_rtlil(rtlil, file), file);
    return Canonicalization(design, opaque).run(top);
}

std::map<std::string, std::string> CanonicalDesign::renamed(
    const std::map<std::string, std::string>& by_name) const {
    std::map<std::string, std::string> result;
    for (const auto& [name, value] : by_name)
        if (const auto number = modules.find(name); number != modules.end())
            result[number->second] = value;
    return result;
}

std::string GivenNames::of(std::string_view name) const {
    std::string result;
    while (!name.empty()) {
        const auto end = std::min(name.find_first_of(".[$"), name.size());
        const auto found = names_.find(std::string(name.substr(0, end)));
        result += found == names_.end() ? std::string(name.substr(0, end)) : found->second;
        const auto next =
            end < name.size() && name[end] == '.' ? end + 1 : std::min(name.find('.'), name.size());
        result += name.substr(end, next - end);
        name.remove_prefix(next);
    }
    return result;
}

}  // namespace mxgen::ppa
