// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/circuit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/ir/poll.h"

namespace mxgen::ir {

namespace {

std::string key_of(const Node& n) {
    auto key = fmt::format("{}:{}:{}:{}:{}:{}", static_cast<int>(n.op), n.range.lo.str(),
                           n.range.hi.str(), n.elements, n.hi, n.lo);
    for (auto arg : n.args) key += fmt::format(",{}", arg);
    for (const auto& value : n.data) key += ";" + value.str();
    if (n.reset) key += "r" + n.reset->str();
    return key;
}

bool is_shared(Op op) {
    return op != Op::input && op != Op::state && op != Op::delay && op != Op::instance;
}

std::vector<const CircuitPort*> select(const std::vector<CircuitPort>& ports, bool inputs) {
    std::vector<const CircuitPort*> selected;
    for (const auto& port : ports)
        if (port.is_input == inputs) selected.push_back(&port);
    return selected;
}

}  // namespace

const Traits& traits_of(Op op) {
    constexpr auto many = static_cast<std::size_t>(-1);
    static constexpr std::array table{
        Traits{"input", 0, 0},
        Traits{"constant", 0, 0},
        Traits{"sum", 1, many, true},
        Traits{"product", 2, 2},
        Traits{"shift_left", 2, 2},
        Traits{"shift_right", 2, 2},
        Traits{"bit_and", 1, many, true},
        Traits{"bit_or", 1, many, true},
        Traits{"bit_xor", 1, many, true},
        Traits{"bit_not", 1, 1},
        Traits{"less", 2, 2},
        Traits{"equal", 2, 2},
        Traits{"mux", 3, 3},
        Traits{"slice", 1, 1},
        Traits{"concat", 1, many, true},
        Traits{"split", 1, 1},
        Traits{"lookup", 1, 1},
        Traits{"leading_zeros", 1, 1},
        Traits{"max", 1, many, true},
        Traits{"choice", 2, 2},
        Traits{"within", 1, 1, true},
        Traits{"gather", 1, many},
        Traits{"elements", 1, 1, true},
        Traits{"instance", 0, 0},
        Traits{"state", 0, 1, true},
        Traits{"delay", 1, 1, true},
    };
    static_assert(table.size() == static_cast<std::size_t>(Op::delay) + 1);
    return table.at(static_cast<std::size_t>(op));
}

const char* name_of(DesignPart part) {
    static constexpr std::array names{"",    "multipliers", "alignment",
                                      "sum", "accumulator", "converters"};
    return names.at(static_cast<std::size_t>(part));
}

const char* name_of(AdderCell cell) {
    static constexpr std::array names{"",
                                      "full_adder",
                                      "half_adder",
                                      "full_adder_of_gates",
                                      "carry_step",
                                      "carry_step_of_complements",
                                      "propagate_step",
                                      "propagate_step_of_complements",
                                      "exclusive_or"};
    return names.at(static_cast<std::size_t>(cell));
}

std::string label(const Node& n) {
    return n.name.empty() ? name_of(n.op) : fmt::format("{} {}", name_of(n.op), n.name);
}

std::vector<const CircuitPort*> Circuit::inputs() const { return select(ports, true); }

std::vector<const CircuitPort*> Circuit::outputs() const { return select(ports, false); }

const CircuitPort* Circuit::find_port(const std::string& port_name) const {
    auto found = std::find_if(ports.begin(), ports.end(),
                              [&](const CircuitPort& p) { return p.name == port_name; });
    return found == ports.end() ? nullptr : &*found;
}

bool Circuit::is_clocked() const {
    return is_external ||
           std::any_of(nodes.begin(), nodes.end(), std::mem_fn(&Node::is_register)) ||
           std::any_of(instances.begin(), instances.end(),
                       [](const Instance& i) { return i.module->is_clocked(); });
}

bool Circuit::has_reset() const {
    return is_external ||
           std::any_of(nodes.begin(), nodes.end(),
                       [](const Node& n) { return n.is_register() && n.reset; }) ||
           std::any_of(instances.begin(), instances.end(),
                       [](const Instance& i) { return i.module->has_reset(); });
}

bool Circuit::has_contents_of(const Circuit& other) const {
    return nodes == other.nodes && ports == other.ports && instances == other.instances &&
           forms == other.forms && clock_enable == other.clock_enable && cell == other.cell &&
           is_external == other.is_external && parameters == other.parameters;
}

NodeId Circuit::add(Node node) {
    poll();
    auto id = static_cast<NodeId>(nodes.size());
    if (is_shared(node.op)) {
        auto [position, inserted] = index_.emplace(key_of(node), id);
        if (!inserted) return position->second;
    }
    if (node.part == DesignPart::none) node.part = part;
    nodes.push_back(std::move(node));
    return id;
}

NodeId Circuit::constant(const Int& value) {
    return add({.op = Op::constant, .range = Range::point(value), .data = {value}});
}

NodeId Circuit::control(NodeId id, const Int& reset) {
    auto& n = nodes[id];
    if (n.op == Op::constant || n.reset == reset) return id;
    if (n.is_register() || n.reset)
        throw CircuitError(fmt::format("{}: {} has its reset already", name, label(n)));
    if (!is_shared(n.op)) {
        n.reset = reset;
        return id;
    }
    auto marked = n;
    marked.reset = reset;
    marked.name.clear();
    return add(std::move(marked));
}

void Circuit::take_name(const char* kind, const std::string& taken) {
    if (!names_.insert(taken).second)
        throw CircuitError(
            fmt::format("{}: {} {} has the name of another port or instance", name, kind, taken));
}

void Circuit::add_port(CircuitPort port) {
    take_name(port.is_input ? "input" : "output", port.name);
    ports.push_back(std::move(port));
}

unsigned Circuit::add_instance(Instance instance) {
    take_name("instance", instance.name);
    for (const auto& n : instance.module->nodes)
        if (n.op == Op::state && n.args.empty())
            throw CircuitError(
                fmt::format("{}: register {} has no next value", instance.module->name, n.name));
    instances.push_back(std::move(instance));
    return static_cast<unsigned>(instances.size() - 1);
}

}  // namespace mxgen::ir
