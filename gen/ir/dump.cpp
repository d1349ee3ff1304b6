// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/dump.h"

#include <fmt/format.h>

namespace mxgen::ir {

namespace {

std::string named(const std::string& name) { return name.empty() ? "" : " " + name; }

std::string elements(unsigned count) { return count ? fmt::format(" x{}", count) : ""; }

std::string arguments(const Node& n) {
    std::string text;
    for (std::size_t i = 0; i < n.args.size(); ++i)
        text += fmt::format(" {}%{}", n.op != Op::sum ? "" : n.data[i] < 0 ? "-" : "+", n.args[i]);
    return text;
}

/// The data of an operation besides its arguments.
std::string detail(const Circuit& c, const Node& n) {
    switch (n.op) {
        case Op::constant:
        case Op::lookup: {
            std::string text = " =";
            for (const auto& value : n.data) text += " " + value.str();
            return text;
        }
        case Op::slice:
        case Op::elements:
            return fmt::format(" {}..{}", n.hi, n.lo);
        case Op::choice:
            return ": " + c.forms[static_cast<std::size_t>(n.data[0])].part;
        case Op::instance: {
            const auto& instance = c.instances[n.instance];
            return fmt::format(" {}.{}", instance.name, instance.module->outputs()[n.port]->name);
        }
        default:
            return "";
    }
}

std::string line(const Circuit& c, NodeId id) {
    const auto& n = c.node(id);
    return fmt::format("%{} {}{} {}{}{}{}{}{}\n", id, name_of(n.op), named(n.name),
                       to_string(n.range), elements(n.elements), arguments(n), detail(c, n),
                       n.turns > 1 ? fmt::format(" turns {}", n.turns) : "",
                       n.reset ? " reset " + n.reset->str() : "");
}

std::string line(const Instance& instance) {
    auto text = fmt::format("instance {} {}{}", instance.name, instance.module->name,
                            elements(instance.elements));
    auto ports = instance.module->inputs();
    for (std::size_t i = 0; i < instance.inputs.size(); ++i)
        text += fmt::format(" {}=%{}", ports[i]->name, instance.inputs[i]);
    return text + "\n";
}

}  // namespace

std::string dump(const Circuit& c) {
    auto text = fmt::format("module {}: {}\n", c.name, c.doc);
    for (NodeId id = 0; id < c.nodes.size(); ++id) text += line(c, id);
    for (const auto& instance : c.instances) text += line(instance);
    if (c.clock_enable) text += fmt::format("clock enable %{}\n", *c.clock_enable);
    for (const auto* port : c.inputs())
        if (port->is_steady) text += fmt::format("steady %{}\n", port->node);
    for (const auto* port : c.outputs())
        text += fmt::format("output {} %{}\n", port->name, port->node);
    return text;
}

}  // namespace mxgen::ir
