// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gen/ir/analysis.h"
#include "gen/view/names.h"
#include "gen/view/schedule_plan.h"

namespace mxgen::view {

using namespace ir;

namespace {

/// Emits modules, each distinct one once.
class Emitter {
  public:
    explicit Emitter(const Plan& top) {
        collect_names(*top.source);
        if (top.source->clock_enable) enable_ = top.source->node(*top.source->clock_enable).name;
    }

    std::shared_ptr<const Circuit> module(const Plan& plan);
    /// The plan's stage that is the first of its module.
    int first_stage(const Plan& plan) const { return first_stages_.at(&plan); }
    /// The name of the clock enable that every clocked module gets; empty: none.
    const std::string& enable() const { return enable_; }

  private:
    void collect_names(const Circuit& c) {
        if (!seen_.insert(&c).second) return;
        names_.insert(c.name);
        for (const auto& instance : c.instances) collect_names(*instance.module);
    }

    std::string enable_;
    std::set<const Circuit*> seen_;
    std::set<std::string> names_;
    std::map<const Plan*, std::shared_ptr<const Circuit>> done_;
    std::map<const Plan*, int> first_stages_;
    std::map<std::string, std::vector<std::shared_ptr<const Circuit>>> variants_;
};

/// Writes one module.
class ScheduleWriter {
  public:
    ScheduleWriter(Emitter& emitter, const Plan& plan)
        : emitter_(emitter),
          plan_(plan),
          c_(*plan.source),
          target_(std::make_shared<Circuit>()),
          map_(c_.nodes.size()),
          instance_map_(c_.instances.size()),
          names_(wire_names(c_)) {}

    std::shared_ptr<Circuit> run();

  private:
    void write_children();
    bool is_clocked() const;
    void add_enable();
    void write_states();
    void write_node(NodeId id);
    void write_instance(unsigned index);
    void write_ports();
    void collect_registers();
    NodeId at_stage(NodeId id, int stage);
    NodeId rewired(Node node, int stage);
    std::string register_name(NodeId id, int distance) const;

    Emitter& emitter_;
    const Plan& plan_;
    const Circuit& c_;
    std::shared_ptr<Circuit> target_;
    std::vector<NodeId> map_;
    std::map<unsigned, std::shared_ptr<const Circuit>> children_;
    std::map<NodeId, std::string> given_names_;           ///< of forced registers, by value
    std::map<NodeId, NodeId> held_by_;                    ///< value to the state that takes it
    std::map<std::pair<NodeId, int>, NodeId> registers_;  ///< by value and stage
    std::vector<std::optional<unsigned>> instance_map_;
    std::vector<std::string> names_;
};

void ScheduleWriter::write_children() {
    for (NodeId id = 0; id < c_.nodes.size(); ++id) {
        const auto& n = c_.node(id);
        if (!plan_.is_live[id] || n.op != Op::instance || children_.contains(n.instance)) continue;
        const auto& child = plan_.children[n.instance];
        children_[n.instance] = child ? emitter_.module(*child) : c_.instances[n.instance].module;
    }
}

bool ScheduleWriter::is_clocked() const {
    bool clocked = std::any_of(children_.begin(), children_.end(),
                               [](const auto& child) { return child.second->is_clocked(); });
    for (NodeId id = 0; id < c_.nodes.size(); ++id)
        clocked = clocked || (plan_.is_live[id] && c_.node(id).op == Op::state);
    plan_.for_each_read([&](NodeId id, int stage) {
        const auto& slot = plan_.slots[id];
        clocked = clocked || (!slot.anytime && stage > slot.stage);
    });
    return clocked;
}

void ScheduleWriter::add_enable() {
    if (emitter_.enable().empty() || c_.clock_enable || !is_clocked()) return;
    const auto& name = emitter_.enable();
    if (c_.find_port(name))
        throw CircuitError(
            fmt::format("{}: port {} has the name of the clock enable", c_.name, name));
    target_->clock_enable = target_->add({.op = Op::input, .range = Range::bit(), .name = name});
}

/// Names that forced registers give, and the values that a state holds one stage later.
void ScheduleWriter::collect_registers() {
    for (NodeId id = 0; id < c_.nodes.size(); ++id) {
        const auto& n = c_.node(id);
        if (plan_.is_live[id] && n.op == Op::delay && !n.name.empty())
            given_names_.emplace(n.args[0], n.name);
    }
    for (NodeId id = 0; id < c_.nodes.size(); ++id) {
        const auto& n = c_.node(id);
        if (!plan_.is_live[id] || n.op != Op::state) continue;
        auto value = n.args[0];
        const auto& next = c_.node(value);
        bool same = plan_.slots[id].stage == plan_.slots[value].stage && n.range == next.range &&
                    n.elements == next.elements && (!next.reset || next.reset == n.reset);
        if (same && !plan_.slots[value].anytime) held_by_.emplace(value, id);
    }
}

std::string ScheduleWriter::register_name(NodeId id, int distance) const {
    auto given = given_names_.find(id);
    if (distance == 1 && given != given_names_.end()) return given->second;
    auto name = names_[id];
    if (c_.node(id).op == Op::input && name.ends_with("_i")) name.resize(name.size() - 2);
    return distance == 1 ? name + "_q" : fmt::format("{}_q{}", name, distance);
}

NodeId ScheduleWriter::rewired(Node node, int stage) {
    for (auto& arg : node.args) arg = at_stage(arg, stage);
    node.name.clear();
    return target_->add(std::move(node));
}

/// The new node that carries a value in a stage at or after its own.
NodeId ScheduleWriter::at_stage(NodeId id, int stage) {
    const auto& n = c_.node(id);
    const auto& slot = plan_.slots[id];
    if (slot.anytime) return n.op == Op::delay ? at_stage(n.args[0], stage) : map_[id];
    if (n.op == Op::delay) return at_stage(n.args[0], stage);
    if (stage <= slot.stage) return map_[id];
    auto held = held_by_.find(id);
    if (held != held_by_.end()) return at_stage(held->second, stage - 1);
    auto known = registers_.find({id, stage});
    if (known != registers_.end()) return known->second;
    if (is_rewired(c_, n)) return registers_[{id, stage}] = rewired(n, stage);
    auto previous = at_stage(id, stage - 1);
    auto& source = target_->nodes[map_[id]];
    if (source.name.empty()) source.name = names_[id];
    return registers_[{id, stage}] = target_->add({.op = Op::delay,
                                                   .range = n.range,
                                                   .elements = n.elements,
                                                   .args = {previous},
                                                   .name = register_name(id, stage - slot.stage),
                                                   .reset = n.reset,
                                                   .stage = stage - 1,
                                                   .part = n.part});
}

void ScheduleWriter::write_states() {
    for (NodeId id = 0; id < c_.nodes.size(); ++id) {
        if (!plan_.is_live[id] || c_.node(id).op != Op::state) continue;
        auto node = c_.node(id);
        node.args.clear();
        map_[id] = target_->add(std::move(node));
    }
}

void ScheduleWriter::write_instance(unsigned index) {
    if (instance_map_[index]) return;
    auto instance = c_.instances[index];
    for (std::size_t i = 0; i < instance.inputs.size(); ++i)
        instance.inputs[i] = at_stage(instance.inputs[i], plan_.read_stage(index, i));
    bool gains_enable = !instance.module->clock_enable && children_[index]->clock_enable;
    if (gains_enable) instance.inputs.push_back(target_->clock_enable.value());
    instance.stage = plan_.child_stage[index];
    if (plan_.children[index]) instance.stage += emitter_.first_stage(*plan_.children[index]);
    instance.module = children_[index];
    instance_map_[index] = target_->add_instance(std::move(instance));
}

void ScheduleWriter::write_node(NodeId id) {
    auto node = c_.node(id);
    if (node.is_register()) return;
    if (node.op != Op::input && !plan_.is_live[id]) return;
    if (node.op == Op::instance) {
        write_instance(node.instance);
        node.instance = *instance_map_[node.instance];
    }
    // A state that takes turns holds by itself, in whatever stage it is written.
    const bool holds = is_hold(c_, c_.node(id));
    for (auto& arg : node.args)
        arg = holds && &arg == &node.args[2] ? map_[arg] : at_stage(arg, plan_.slots[id].stage);
    map_[id] = target_->add(node);
    auto& written = target_->nodes[map_[id]];
    if (written.name.empty()) written.name = node.name;
}

void ScheduleWriter::write_ports() {
    std::size_t outputs = 0;
    for (auto port : c_.ports) {
        port.node =
            port.is_input ? map_[port.node] : at_stage(port.node, plan_.output_stages[outputs++]);
        target_->add_port(std::move(port));
    }
    if (c_.clock_enable)
        target_->clock_enable = map_[*c_.clock_enable];
    else if (target_->clock_enable)
        target_->add_port(
            {.name = emitter_.enable(), .range = Range::bit(), .node = *target_->clock_enable});
}

std::shared_ptr<Circuit> ScheduleWriter::run() {
    target_->name = c_.name;
    target_->doc = c_.doc;
    target_->cell = c_.cell;
    write_children();
    collect_registers();
    add_enable();
    write_states();
    // A child may take the enable before the last port is mapped.
    if (c_.clock_enable) {
        write_node(*c_.clock_enable);
        target_->clock_enable = map_[*c_.clock_enable];
    }
    for (NodeId id = 0; id < c_.nodes.size(); ++id)
        if (c_.clock_enable != id) write_node(id);
    for (NodeId id = 0; id < c_.nodes.size(); ++id)
        if (plan_.is_live[id] && c_.node(id).op == Op::state) {
            auto next = at_stage(c_.node(id).args[0], plan_.slots[id].stage);
            target_->nodes[map_[id]].args = {next};
            target_->nodes[map_[id]].stage = plan_.slots[c_.node(id).args[0]].stage;
        }
    write_ports();
    return target_;
}

/// Counts stages from the first one that something is in, so that modules which differ by where
/// they stand are equal; returns which one that was.
int count_from_first_stage(Circuit& c) {
    std::vector<int*> stages;
    for (auto& n : c.nodes)
        if (n.is_register()) stages.push_back(&n.stage);
    for (auto& instance : c.instances) stages.push_back(&instance.stage);
    if (stages.empty()) return 0;
    const int first =
        **std::ranges::min_element(stages, {}, [](const int* stage) { return *stage; });
    for (int* stage : stages) *stage -= first;
    return first;
}

std::shared_ptr<const Circuit> Emitter::module(const Plan& plan) {
    auto& done = done_[&plan];
    if (done) return done;
    auto circuit = ScheduleWriter(*this, plan).run();
    first_stages_[&plan] = count_from_first_stage(*circuit);
    auto& variants = variants_[circuit->name];
    for (const auto& variant : variants)
        if (variant->has_contents_of(*circuit)) return done = variant;
    if (!variants.empty()) {
        auto count = variants.size() + 1;
        std::string name;
        do name = fmt::format("{}_v{}", circuit->name, count++);
        while (!names_.insert(name).second);
        circuit->name = name;
    }
    variants.push_back(circuit);
    return done = circuit;
}

}  // namespace

std::shared_ptr<const Circuit> emit(const std::shared_ptr<const Plan>& top) {
    return Emitter(*top).module(*top);
}

}  // namespace mxgen::view
