// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/module.h"

#include <fmt/format.h>

#include <algorithm>

namespace mxgen::ir {

namespace {

NodeId bound(Circuit& c, const Instance& instance, const CircuitPort& port,
             const Binding& binding) {
    auto where = fmt::format("{}: {}.{}", c.name, instance.name, port.name);
    if (!binding.is_driven()) throw CircuitError(where + " is driven by nothing");
    auto id = binding.is_array ? binding.array.id_in(c) : binding.value.id_in(c);
    const auto& n = c.node(id);
    if (!port.range.contains(n.range))
        throw CircuitError(
            fmt::format("{} takes {}, not {}", where, to_string(port.range), to_string(n.range)));
    if (!binding.is_array && port.elements == 0) return id;
    unsigned wanted = instance.count() * std::max(1u, port.elements);
    if (n.elements != wanted && n.elements != port.elements)
        throw CircuitError(fmt::format("{} takes {} elements, not {}", where, wanted, n.elements));
    if (n.range.width() != port.range.width() || n.range.is_signed() != port.range.is_signed())
        throw CircuitError(fmt::format("{} takes elements {}, not {}", where, to_string(port.range),
                                       to_string(n.range)));
    return id;
}

}  // namespace

NodeId Outputs::node(const std::string& port, bool wants_array) const {
    const auto& instance = circuit_->instances[instance_];
    auto outputs = instance.module->outputs();
    auto found = std::find_if(outputs.begin(), outputs.end(),
                              [&](const CircuitPort* p) { return p->name == port; });
    if (found == outputs.end())
        throw CircuitError(
            fmt::format("{}: {} has no output {}", circuit_->name, instance.name, port));
    unsigned elements = (*found)->elements;
    if (instance.elements) elements = instance.elements * std::max(1u, elements);
    if ((elements > 0) != wants_array)
        throw CircuitError(fmt::format("{}: {}.{} {} an array", circuit_->name, instance.name, port,
                                       wants_array ? "is not" : "is"));
    auto index = static_cast<unsigned>(found - outputs.begin());
    for (auto id = static_cast<NodeId>(first_); id < circuit_->nodes.size(); ++id) {
        const auto& n = circuit_->nodes[id];
        if (n.op == Op::instance && n.instance == instance_ && n.port == index) return id;
    }
    return circuit_->add({.op = Op::instance,
                          .range = (*found)->range,
                          .elements = elements,
                          .instance = instance_,
                          .port = index,
                          .name = port.ends_with("_o") ? port.substr(0, port.size() - 2) : port});
}

Value Outputs::value(const std::string& port) const { return {circuit_, node(port, false)}; }

Array Outputs::array(const std::string& port) const { return {circuit_, node(port, true)}; }

Outputs instantiate(Circuit& circuit, const std::shared_ptr<const Circuit>& child,
                    const std::string& name, unsigned elements,
                    const std::vector<Binding>& inputs) {
    Instance instance{.module = child, .name = name, .elements = elements};
    for (const auto* port : child->inputs()) {
        auto binding = std::find_if(inputs.begin(), inputs.end(),
                                    [&](const Binding& b) { return b.port == port->name; });
        if (binding == inputs.end())
            throw CircuitError(
                fmt::format("{}: {}.{} is not connected", circuit.name, name, port->name));
        instance.inputs.push_back(bound(circuit, instance, *port, *binding));
    }
    if (inputs.size() != instance.inputs.size())
        throw CircuitError(fmt::format("{}: {} has {} inputs, {} are given", circuit.name, name,
                                       instance.inputs.size(), inputs.size()));
    return {&circuit, circuit.add_instance(std::move(instance))};
}

Module::Module(std::string name, std::string doc) : circuit_(std::make_shared<Circuit>()) {
    circuit_->name = std::move(name);
    circuit_->doc = std::move(doc);
}

Value Module::input(const std::string& name, const Range& range) {
    auto id = circuit_->add({.op = Op::input, .range = range, .name = name});
    circuit_->add_port({.name = name, .range = range, .node = id});
    return {circuit_.get(), id};
}

Array Module::input(const std::string& name, const Range& element, unsigned elements) {
    auto id =
        circuit_->add({.op = Op::input, .range = element, .elements = elements, .name = name});
    circuit_->add_port({.name = name, .range = element, .elements = elements, .node = id});
    return {circuit_.get(), id};
}

Value Module::steady_input(const std::string& name, const Range& range) {
    auto value = input(name, range);
    circuit_->ports.back().is_steady = true;
    return value;
}

Array Module::steady_input(const std::string& name, const Range& element, unsigned elements) {
    auto array = input(name, element, elements);
    circuit_->ports.back().is_steady = true;
    return array;
}

void Module::output(const std::string& name, const Value& value) {
    require_driven(name, value.is_driven());
    auto id = value.id_in(*circuit_);
    circuit_->add_port(
        {.name = name, .is_input = false, .range = circuit_->node(id).range, .node = id});
}

void Module::require_driven(const std::string& name, bool is_driven) const {
    if (!is_driven)
        throw CircuitError(fmt::format("{}: output {} is driven by nothing", circuit_->name, name));
}

void Module::output(const std::string& name, const Array& array) {
    require_driven(name, array.is_driven());
    auto id = array.id_in(*circuit_);
    circuit_->add_port({.name = name,
                        .is_input = false,
                        .range = array.range(),
                        .elements = array.size(),
                        .node = id});
}

void Module::clock_enable(const Value& input) { circuit_->clock_enable = input.id_in(*circuit_); }

Value Module::state(const std::string& name, const Range& range) {
    return add_state({.op = Op::state, .range = range, .name = name});
}

Value Module::state(const std::string& name, const Range& range, const Int& reset) {
    return add_state({.op = Op::state, .range = range, .name = name, .reset = reset});
}

Value Module::add_state(const Node& state) {
    if (turns_.count == 1) return {circuit_.get(), circuit_->add(state)};
    std::vector<NodeId> states;
    for (unsigned turn = 0; turn < turns_.count; ++turn) {
        auto node = state;
        const auto stem = node.name.substr(0, node.name.rfind("_q"));
        node.name = fmt::format("{}_turn{}_q", stem, turn);
        node.turns = turns_.count;
        states.push_back(circuit_->add(node));
    }
    auto current = selected(turns_.current, states);
    turn_states_[current.id_in(*circuit_)] = states;
    return current;
}

Value Module::selected(const Value& turn, const std::vector<NodeId>& states) const {
    std::vector<Value> values;
    for (auto id : states) values.emplace_back(circuit_.get(), id);
    for (unsigned bit = 0; values.size() > 1; ++bit) {
        std::vector<Value> halved;
        for (std::size_t i = 0; i < values.size(); i += 2)
            halved.push_back(i + 1 == values.size()
                                 ? values[i]
                                 : mux(turn.bits(bit, bit), values[i + 1], values[i]));
        values = std::move(halved);
    }
    return values[0];
}

void Module::next(const Value& state, const Value& value) {
    auto id = state.id_in(*circuit_), next = value.id_in(*circuit_);
    auto states = turn_states_.find(id);
    if (states == turn_states_.end()) return set_next(id, next);
    turn_next_[next] = states->second;
    for (unsigned turn = 0; turn < turns_.count; ++turn) {
        auto held = states->second[turn];
        auto takes = (turns_.valid & (turns_.current == Value(turn))).control();
        // Added as it is: `mux` may make simpler nodes, and a schedule looks for this one.
        set_next(held, circuit_->add(
                           {.op = Op::mux,
                            .range = join(circuit_->node(next).range, circuit_->node(held).range),
                            .args = {takes.id_in(*circuit_), next, held}}));
    }
}

void Module::set_next(NodeId register_id, NodeId id) {
    auto& n = circuit_->nodes[register_id];
    const auto& range = circuit_->node(id).range;
    if (n.op != Op::state || !n.args.empty())
        throw CircuitError(fmt::format("{}: {} takes no next value", circuit_->name, n.name));
    if (!n.range.contains(range))
        throw CircuitError(fmt::format("{}: register {} holds {}, its next value is {}",
                                       circuit_->name, n.name, to_string(n.range),
                                       to_string(range)));
    n.args = {id};
}

Value Module::registered(const Value& value) {
    auto id = value.id_in(*circuit_);
    const auto& n = circuit_->node(id);
    if (turns_.leaving.is_driven() && n.op != Op::constant) {
        auto states = turn_next_.find(id);
        if (states == turn_next_.end())
            throw CircuitError(fmt::format("{}: {} leaves on request and is in no state",
                                           circuit_->name, label(n)));
        return selected(turns_.leaving, states->second);
    }
    return {circuit_.get(),
            circuit_->add({.op = Op::delay, .range = n.range, .args = {id}, .reset = n.reset})};
}

Value Module::choice(const Forms& forms, const Value& small, const Value& fast) {
    auto a = small.range(), b = fast.range();
    if (a.width() != b.width() || a.is_signed() != b.is_signed())
        throw CircuitError(fmt::format("{}: {} can be {} in one form, {} in the other",
                                       circuit_->name, forms.part, to_string(a), to_string(b)));
    auto& all = circuit_->forms;
    auto found = std::find(all.begin(), all.end(), forms);
    auto index = found - all.begin();
    if (found == all.end()) all.push_back(forms);
    return {circuit_.get(), circuit_->add({.op = Op::choice,
                                           .range = join(a, b),
                                           .args = {small.id_in(*circuit_), fast.id_in(*circuit_)},
                                           .data = {index}})};
}

Outputs Module::instance(const std::shared_ptr<const Circuit>& child, const std::string& name,
                         const std::vector<Binding>& inputs) {
    return instantiate(*circuit_, child, name, 0, inputs);
}

Outputs Module::instances(const std::shared_ptr<const Circuit>& child, const std::string& name,
                          unsigned elements, const std::vector<Binding>& inputs) {
    return instantiate(*circuit_, child, name, elements, inputs);
}

Module Module::external(std::string name, std::vector<std::pair<std::string, Int>> parameters) {
    Module m{std::move(name), ""};
    m.circuit_->is_external = true;
    m.circuit_->parameters = std::move(parameters);
    return m;
}

void Module::contains(const std::shared_ptr<const Circuit>& child) {
    circuit_->add_instance({.module = child, .name = child->name});
}

void Module::external_output(const std::string& name, const Range& range, unsigned elements) {
    circuit_->add_port({.name = name, .is_input = false, .range = range, .elements = elements});
}

}  // namespace mxgen::ir
