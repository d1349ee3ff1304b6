// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "gen/ir/analysis.h"
#include "gen/ir/poll.h"
#include "gen/view/schedule_placer.h"

namespace mxgen::view {

using namespace ir;

Placer::Placer(SchedulePlanner& planner, const std::shared_ptr<const Circuit>& circuit, int offset)
    : planner_(planner), c_(*circuit), plan_(std::make_shared<Plan>()), offset_(offset) {
    if (c_.is_external)
        throw CircuitError(c_.name +
                           ": hand-written text cannot be scheduled, only what it connects");
    plan_->source = circuit;
    plan_->is_live = output_cone(c_);
    plan_->slots.resize(c_.nodes.size());
    plan_->children.resize(c_.instances.size());
    plan_->child_stage.resize(c_.instances.size());
    is_planned_.resize(c_.instances.size());
}

double Placer::ready_in(int stage, const Slot& slot) const {
    return slot.anytime || slot.stage == stage ? slot.ready : clock_to_q();
}

Slot Placer::all_ready(const std::vector<NodeId>& ids) const {
    Slot all{.anytime = true};
    for (auto id : ids) {
        const auto& slot = plan_->slots[id];
        if (slot.anytime) continue;
        all.stage = all.anytime ? slot.stage : std::max(all.stage, slot.stage);
        all.anytime = false;
    }
    for (auto id : ids) all.ready = std::max(all.ready, ready_in(all.stage, plan_->slots[id]));
    return all;
}

double Placer::delay(NodeId id, Merging merging) const {
    const auto& n = c_.node(id);
    const double scale = planner_.scale_of(c_, id);
    if (n.op != Op::instance) return scale * planner_.target().delay(c_, n, merging);
    return scale * planner_.target().cell(*c_.instances[n.instance].module)->delay_ns;
}

void Placer::check(double ready, double delay, const std::string& what) const {
    if (ready <= planner_.limit() + rounding) return;
    double period = planner_.limit() + planner_.setup(), needed = ready + planner_.setup();
    throw TooShort(fmt::format("{}: {} takes {:.2f} ns and with register overhead {:.2f} ns, "
                               "{:.2f} ns more than the period of {:.2f} ns",
                               c_.name, what, delay, needed, needed - period, period),
                   needed);
}

Slot Placer::place_operation(NodeId id, double delay) {
    auto slot = all_ready(reads(c_, c_.node(id)));
    slot.ready += delay;
    // A stage after a narrow one may be too narrow for this.
    for (int tries = 0; !fits(slot) && !slot.anytime && tries < 2; ++tries)
        slot = {slot.stage + 1, clock_to_q() + delay};
    check(slot.ready, delay, label(c_.node(id)));
    note(slot.ready);
    return slot;
}

Slot Placer::place(NodeId id) {
    const auto& n = c_.node(id);
    switch (n.op) {
        case Op::input:
            return plan_->slots[id];
        case Op::constant:
            return {.anytime = true};
        case Op::delay: {
            auto slot = plan_->slots[n.args[0]];
            return slot.anytime ? slot : next_stage(slot.stage + 1);
        }
        case Op::instance:
            if (planner_.target().cell(*c_.instances[n.instance].module)) {
                auto slot = place_operation(id, delay(id, planner_.merging()));
                plan_->child_stage[n.instance] = slot.stage;
                return slot;
            }
            plan_instance(n.instance);
            return output_of(n);
        default:
            return place_operation(id, delay(id, planner_.merging()));
    }
}

void Placer::plan_instance(unsigned index) {
    if (is_planned_[index]) return;
    const auto& instance = c_.instances[index];
    std::optional<int> first;
    for (auto id : instance.inputs) {
        const auto& slot = plan_->slots[id];
        if (!slot.anytime) first = std::min(first.value_or(slot.stage), slot.stage);
    }
    std::vector<Slot> arrivals;
    auto ports = instance.module->inputs();
    for (std::size_t i = 0; i < ports.size(); ++i) {
        auto slot = plan_->slots[instance.inputs[i]];
        bool is_enable = instance.module->clock_enable == ports[i]->node;
        if (is_enable && !slot.anytime)
            throw CircuitError(fmt::format("{}: the clock enable of {} is a value of a beat",
                                           c_.name, instance.name));
        slot.stage = slot.anytime ? 0 : slot.stage - first.value_or(0);
        slot.anytime = is_enable || (slot.anytime && ports[i]->is_steady);
        arrivals.push_back(slot);
    }
    plan_->children[index] =
        planner_.plan_child(instance.module, arrivals, offset_ + first.value_or(0));
    plan_->child_stage[index] = first.value_or(0);
    is_planned_[index] = true;
    note(plan_->children[index]->max_ready);
}

Slot Placer::output_of(const Node& n) const {
    const auto& child = *plan_->children[n.instance];
    auto slot = child.slots[child.source->outputs()[n.port]->node];
    slot.stage += plan_->child_stage[n.instance];
    return slot;
}

void Placer::place_component(const std::vector<NodeId>& members) {
    auto id = members[0];
    const auto& n = c_.node(id);
    if (n.op == Op::state && n.args.empty())
        throw CircuitError(fmt::format("{}: register {} has no next value", c_.name, n.name));
    if (is_loop(c_, members))
        turns_of(members) > 1 ? place_turns(members) : place_loop(members);
    else if (n.op == Op::state)
        plan_->slots[id] = next_stage(plan_->slots[n.args[0]].stage);
    else
        plan_->slots[id] = place(id);
}

std::shared_ptr<Plan> Placer::run(const std::vector<Slot>& inputs) {
    auto ports = c_.inputs();
    for (std::size_t i = 0; i < ports.size(); ++i) plan_->slots[ports[i]->node] = inputs[i];
    for (const auto& members : components(c_)) {
        poll();
        place_component(members);
    }
    for (const auto* port : c_.outputs()) {
        const auto& slot = plan_->slots[port->node];
        plan_->output_stages.push_back(slot.stage);
        if (!slot.anytime) plan_->latency = std::max(plan_->latency, slot.stage);
        note(slot.ready);
    }
    return plan_;
}

int Plan::read_stage(unsigned instance, std::size_t input) const {
    const auto& child = children[instance];
    if (child)
        return child_stage[instance] + child->slots[child->source->inputs()[input]->node].stage;
    return child_stage[instance];
}

void Plan::for_each_read(const std::function<void(NodeId, int)>& visit) const {
    std::vector<char> seen(source->instances.size());
    for (NodeId id = 0; id < source->nodes.size(); ++id) {
        const auto& n = source->node(id);
        if (!is_live[id]) continue;
        for (auto arg : n.args) visit(arg, slots[id].stage);
        if (n.op != Op::instance || seen[n.instance]++) continue;
        const auto& inputs = source->instances[n.instance].inputs;
        for (std::size_t i = 0; i < inputs.size(); ++i) visit(inputs[i], read_stage(n.instance, i));
    }
    auto outputs = source->outputs();
    for (std::size_t i = 0; i < outputs.size(); ++i) visit(outputs[i]->node, output_stages[i]);
}

std::vector<double> Plan::stage_ready() const {
    std::vector<double> latest;
    const auto note = [&](int stage, double ready) {
        if (static_cast<int>(latest.size()) <= stage) latest.resize(stage + 1);
        latest[stage] = std::max(latest[stage], ready);
    };
    for (NodeId id = 0; id < slots.size(); ++id)
        if (is_live[id] && !slots[id].anytime) note(slots[id].stage, slots[id].ready);
    for (std::size_t i = 0; i < children.size(); ++i) {
        if (!children[i]) continue;
        const auto own = children[i]->stage_ready();
        for (std::size_t stage = 0; stage < own.size(); ++stage)
            note(child_stage[i] + static_cast<int>(stage), own[stage]);
    }
    return latest;
}

bool is_rewired(const Circuit& c, const Node& n) {
    const bool is_source = n.op == Op::input || n.op == Op::constant || n.op == Op::instance;
    if (is_source || n.is_register() || n.reset || use_of(c, n).row) return false;
    auto bits_of = [&](const Node& x) {
        return x.op == Op::constant ? 0 : x.range.width() * x.count();
    };
    unsigned bits = 0;
    for (auto arg : n.args) bits += bits_of(c.node(arg));
    return bits <= bits_of(n);
}

std::uint64_t Plan::register_bits() const {
    std::map<NodeId, int> last_read;
    const std::function<void(NodeId, int)> read = [&](NodeId id, int stage) {
        const auto& n = source->node(id);
        if (slots[id].anytime || n.op == Op::constant) return;
        if (n.op == Op::delay) return read(n.args[0], stage);
        if (stage > slots[id].stage && is_rewired(*source, n)) {
            for (auto arg : n.args) read(arg, stage);
            return;
        }
        auto& last = last_read.emplace(id, slots[id].stage).first->second;
        last = std::max(last, stage);
    };
    for_each_read(read);
    std::uint64_t bits = 0;
    for (const auto& [id, last] : last_read) {
        const auto& n = source->node(id);
        bits += static_cast<std::uint64_t>(last - slots[id].stage) * n.range.width() * n.count();
    }
    for (NodeId id = 0; id < source->nodes.size(); ++id)
        if (is_live[id] && source->node(id).op == Op::state) bits += source->node(id).range.width();
    for (std::size_t i = 0; i < children.size(); ++i)
        if (children[i]) bits += children[i]->register_bits() * source->instances[i].count();
    return bits;
}

SchedulePlanner SchedulePlanner::of_loop() const {
    SchedulePlanner planner = *this;
    planner.merging_ = Merging::loop;
    planner.children_.clear();
    planner.limit_ = std::numeric_limits<double>::infinity();
    planner.stage_limits_.clear();
    return planner;
}

double SchedulePlanner::scale_of(const Circuit& circuit, NodeId id) const {
    if (scales_ == nullptr) return 1;
    const auto found = scales_->find(&circuit);
    return found == scales_->end() ? 1 : found->second[id];
}

std::shared_ptr<const Plan> SchedulePlanner::plan(const std::shared_ptr<const Circuit>& circuit,
                                                  const std::vector<Slot>& inputs) {
    return Placer(*this, circuit, 0).run(inputs);
}

std::shared_ptr<const Plan> SchedulePlanner::plan_child(
    const std::shared_ptr<const Circuit>& circuit, const std::vector<Slot>& inputs, int offset) {
    // Where all stages are alike it does not matter which is the first.
    Key key{circuit.get(), stage_limits_.empty() ? 0 : offset, {}};
    for (const auto& slot : inputs) std::get<2>(key).emplace_back(slot.stage, slot.ready);
    auto& known = children_[key];
    if (known) return known;
    auto plan = Placer(*this, circuit, offset).run(inputs);
    std::map<NodeId, int> first_read;
    plan->for_each_read([&](NodeId id, int stage) {
        auto [position, is_new] = first_read.emplace(id, stage);
        if (!is_new) position->second = std::min(position->second, stage);
    });
    for (const auto* port : circuit->inputs()) {
        auto found = first_read.find(port->node);
        auto& slot = plan->slots[port->node];
        if (found != first_read.end() && !slot.anytime) slot.stage = found->second;
    }
    return known = plan;
}

}  // namespace mxgen::view
