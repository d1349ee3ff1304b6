// SPDX-License-Identifier: Apache-2.0
#include "gen/view/names.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "gen/ir/analysis.h"
#include "gen/language/keywords.h"

namespace mxgen::view {

using namespace ir;

namespace {

/// Names that the printed text gives meanings of its own.
const std::set<std::string>& printed_names() {
    static const std::set<std::string> names{"clk_i", "facts_hold", "gen", "rst_ni", "unused"};
    return names;
}

/// "total" of "total_12", "p" of "p_o": what numbered names are made of.
std::string root_of(const std::string& name) {
    auto end = name.find_last_not_of("0123456789");
    if (end != std::string::npos && end > 0 && end + 1 < name.size() && name[end] == '_')
        return name.substr(0, end);
    if (name.size() > 2 && (name.ends_with("_o") || name.ends_with("_i")))
        return name.substr(0, name.size() - 2);
    return name;
}

class Names {
  public:
    explicit Names(const Circuit& c) : names_(c.nodes.size()), taken_(printed_names()) {
        for (const auto& port : c.ports) taken_.insert(port.name);
        for (const auto& instance : c.instances) taken_.insert(instance.name);
    }

    void give(NodeId id, const std::string& name) { names_[id] = unique(name); }
    void give_port(NodeId id, const std::string& name) { names_[id] = name; }
    void give_numbered(NodeId id, const std::string& root) {
        std::string name;
        do name = fmt::format("{}_{}", root, next_[root]++);
        while (!take(name));
        names_[id] = name;
    }
    bool has(NodeId id) const { return !names_[id].empty(); }
    const std::string& operator[](NodeId id) const { return names_[id]; }
    std::vector<std::string> all() { return std::move(names_); }

  private:
    bool take(const std::string& name) { return !is_keyword(name) && taken_.insert(name).second; }

    std::string unique(const std::string& name) {
        auto candidate = name;
        auto& last = copies_.try_emplace(name, 1).first->second;
        while (!take(candidate)) candidate = fmt::format("{}_{}", name, ++last);
        return candidate;
    }

    std::vector<std::string> names_;
    std::set<std::string> taken_;
    std::map<std::string, int> next_, copies_;
};

/// For every node the node or port that it feeds, be it an instance's, the last one first in
/// reading order.
std::vector<std::string> fed_names(const Circuit& c) {
    std::vector<std::string> fed(c.nodes.size());
    for (const auto& port : c.ports)
        if (!port.is_input) fed[port.node] = root_of(port.name);
    auto feed = [&](const Instance& instance) {
        const auto ports = instance.module->inputs();
        for (std::size_t i = 0; i < ports.size(); ++i)
            if (auto& name = fed[instance.inputs[i]]; name.empty()) name = root_of(ports[i]->name);
    };
    for (NodeId id = static_cast<NodeId>(c.nodes.size()); id-- > 0;) {
        const auto& n = c.nodes[id];
        if (n.op == Op::instance) {
            feed(c.instances[n.instance]);
            continue;
        }
        const auto own = n.name.empty() ? fed[id] : root_of(n.name);
        for (auto arg : n.args)
            if (fed[arg].empty()) fed[arg] = own;
    }
    return fed;
}

}  // namespace

std::vector<std::string> wire_names(const Circuit& c) {
    Names names(c);
    for (const auto& port : c.ports)
        if (port.is_input) names.give_port(port.node, port.name);
    for (NodeId id = 0; id < c.nodes.size(); ++id)
        if (!names.has(id) && !c.nodes[id].name.empty() && c.nodes[id].op != Op::within)
            names.give(id, c.nodes[id].name);
    for (NodeId id = static_cast<NodeId>(c.nodes.size()); id-- > 0;) {
        const auto& n = c.nodes[id];
        bool lends = n.op == Op::within && !n.name.empty() && !names.has(n.args[0]);
        if (lends) names.give(n.args[0], n.name);
    }
    auto fed = fed_names(c);
    for (NodeId id = 0; id < c.nodes.size(); ++id)
        if (!names.has(id)) names.give_numbered(id, fed[id].empty() ? "wire" : root_of(fed[id]));
    return names.all();
}

}  // namespace mxgen::view
