// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/netlist.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

constexpr int deepest_hierarchy = 64;

std::vector<int> bits(const SortedJson& json) {
    std::vector<int> result;
    for (const auto& bit : json) {
        if (bit.is_number())
            result.push_back(bit.get<int>());
        else
            result.push_back(bit == "1" ? constant_one : constant_zero);
    }
    return result;
}

/// One of the names that a net has.
struct Label {
    std::string name, part;

    /// Whether it tells a reader more: of a wire that a part of the design makes, at the deepest
    /// place, the shortest.
    bool tells_more(const Label& other) const { return rank() < other.rank(); }

  private:
    std::tuple<bool, std::ptrdiff_t, std::size_t, std::string> rank() const {
        return {part.empty(), -std::count(name.begin(), name.end(), '.'), name.size(), name};
    }
};

/// The part that comes first on the way of data: there a value of several parts is made.
const std::string& earlier(const std::string& a, const std::string& b) {
    static const std::vector<std::string> way{"multipliers", "alignment", "sum", "accumulator",
                                              "converters"};
    const auto place = [](const std::string& part) {
        return std::find(way.begin(), way.end(), part) - way.begin();
    };
    return place(a) <= place(b) ? a : b;
}

std::vector<NetlistPort> ports(const SortedJson& module, const GivenNames& names) {
    std::vector<NetlistPort> result;
    for (const auto& [name, port] : module.at("ports").items())
        result.push_back({names.of(name), port.at("direction") == "input", bits(port.at("bits"))});
    return result;
}

std::string part_of(const SortedJson& net) {
    const auto attributes = net.find("attributes");
    return attributes == net.end() ? "" : attributes->value("part", "");
}

std::vector<NetlistInstance> instances(const SortedJson& module, const GivenNames& names) {
    std::vector<NetlistInstance> result;
    for (const auto& [name, cell] : module.at("cells").items()) {
        NetlistInstance instance{names.of(name), names.of(cell.at("type").get<std::string>()), {}};
        for (const auto& [pin, connection] : cell.at("connections").items())
            instance.pins[names.of(pin)] = bits(connection);
        result.push_back(std::move(instance));
    }
    return result;
}

NetlistModule module(const SortedJson& json, const GivenNames& names) {
    NetlistModule result;
    result.ports = ports(json, names);
    result.instances = instances(json, names);
    std::map<int, Label> labels;
    for (const auto& [number, net] : json.at("netnames").items()) {
        if (net.at("hide_name") != 0) continue;
        const auto name = names.of(number);
        const auto part = part_of(net);
        const auto& all = net.at("bits");
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!all[i].is_number()) continue;
            const auto bit = all[i].get<int>();
            Label label{all.size() == 1 ? name : fmt::format("{}[{}]", name, i), part};
            auto [entry, fresh] = labels.try_emplace(bit, label);
            if (!fresh && label.tells_more(entry->second)) entry->second = label;
            if (part.empty()) continue;
            auto& known = result.parts.try_emplace(bit, part).first->second;
            known = earlier(known, part);
        }
    }
    for (auto& [bit, label] : labels) result.names.emplace(bit, std::move(label.name));
    return result;
}

void check_types(const Netlist& netlist, const Library& library, const std::string& file) {
    for (const auto& [name, module] : netlist.modules)
        for (const auto& instance : module.instances)
            if (!library.cells.contains(instance.type) && !netlist.modules.contains(instance.type))
                throw Error(Exit::tool_failed,
                            fmt::format("{}: {} in {} is a {}, no cell of the library {}", file,
                                        in_quotes(instance.name), name, in_quotes(instance.type),
                                        in_quotes(library.name)));
}

void count(const Netlist& netlist, const Library& library, const std::string& name, int depth,
           Inventory& sum) {
    if (depth > deepest_hierarchy) throw Error(Exit::tool_failed, "the netlist contains itself");
    for (const auto& instance : netlist.modules.at(name).instances) {
        auto cell = library.cells.find(instance.type);
        if (cell == library.cells.end()) {
            count(netlist, library, instance.type, depth + 1, sum);
            continue;
        }
        ++sum.count;
        ++sum.cells[instance.type];
        sum.area += cell->second.area;
        if (!cell->second.is_sequential()) continue;
        ++sum.registers;
        sum.register_area += cell->second.area;
    }
}

std::int64_t count_instances(const Netlist& netlist, const std::string& name) {
    std::int64_t count = 0;
    for (const auto& instance : netlist.modules.at(name).instances)
        count +=
            1 +
            (netlist.modules.contains(instance.type) ? count_instances(netlist, instance.type) : 0);
    return count;
}

}  // namespace

Netlist read_netlist(const std::vector<std::filesystem::path>& files, const std::string& top,
                     const Controls& controls, const Library& library, const GivenNames& names) {
    Netlist netlist{.top = top, .controls = controls, .modules = {}};
    for (const auto& file : files) try {
            auto json = SortedJson::parse(read_file(file, 1u << 30));
            for (const auto& [name, entry] : json.at("modules").items())
                if (!entry.at("attributes").contains("blackbox"))
                    netlist.modules.emplace(names.of(name), module(entry, names));
        } catch (const std::exception& error) {
            throw Error(Exit::tool_failed,
                        fmt::format("{}: no netlist: {}", file.string(), error.what()));
        }
    const auto last = files.back().string();
    if (!netlist.modules.contains(top))
        throw Error(Exit::tool_failed, fmt::format("{}: no module {}", last, in_quotes(top)));
    check_types(netlist, library, last);
    return netlist;
}

std::vector<NetlistPort> read_ports(const std::filesystem::path& file, const std::string& module) {
    try {
        return ports(SortedJson::parse(read_file(file, 1u << 30)).at("modules").at(module), {});
    } catch (const std::exception& error) {
        throw Error(Exit::tool_failed,
                    fmt::format("{}: no netlist of {}: {}", file.string(), module, error.what()));
    }
}

std::vector<std::string> kept_modules(const Netlist& netlist) {
    std::vector<std::string> kept;
    for (const auto& [name, module] : netlist.modules)
        if (name != netlist.top) kept.push_back(name);
    return kept;
}

Inventory inventory(const Netlist& netlist, const Library& library) {
    Inventory sum;
    count(netlist, library, netlist.top, 0, sum);
    return sum;
}

std::int64_t count_instances(const Netlist& netlist) {
    return count_instances(netlist, netlist.top);
}

}  // namespace mxgen::ppa
