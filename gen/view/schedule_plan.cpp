// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "gen/ir/analysis.h"
#include "gen/ir/poll.h"

namespace mxgen::view {

using namespace ir;

namespace {

/// Sums of delays that differ by rounding only count as equal.
constexpr double rounding = 1e-9;

/// Plans one module.
class Placer {
  public:
    Placer(SchedulePlanner& planner, const std::shared_ptr<const Circuit>& circuit)
        : planner_(planner), c_(*circuit), plan_(std::make_shared<Plan>()) {
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

    std::shared_ptr<Plan> run(const std::vector<Slot>& inputs);

  private:
    double clock_to_q() const { return planner_.target().clock_to_q_ns; }
    Slot next_stage(int stage) const { return {stage, clock_to_q()}; }
    double ready_in(int stage, const Slot& slot) const;
    Slot all_ready(const std::vector<NodeId>& ids) const;
    double delay(const Node& n, Merging merging) const;
    void check(double ready, double delay, const std::string& what) const;
    void note(double ready) { plan_->max_ready = std::max(plan_->max_ready, ready); }
    Slot place(NodeId id);
    Slot place_operation(NodeId id, double delay);
    void plan_instance(unsigned index);
    Slot output_of(const Node& n) const;

    void place_component(const std::vector<NodeId>& members);
    void place_loop(const std::vector<NodeId>& members);
    void place_turns(const std::vector<NodeId>& members);
    int try_turns(const std::vector<NodeId>& members, int stage);
    void refuse_turns(const std::vector<NodeId>& members, int turns, int needed) const;
    unsigned turns_of(const std::vector<NodeId>& members) const;
    const std::string& state_of(const std::vector<NodeId>& members) const;
    Slot outside_of(const std::vector<NodeId>& members) const;
    double try_loop(const std::vector<NodeId>& members, int stage);
    double place_in_loop(NodeId id, int stage, const std::string& loop, Merging merging);
    double instance_in_loop(const Node& n, int stage, const std::string& loop);

    SchedulePlanner& planner_;
    const Circuit& c_;
    std::shared_ptr<Plan> plan_;
    std::vector<char> is_planned_;
};

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

double Placer::delay(const Node& n, Merging merging) const {
    if (n.op != Op::instance) return planner_.target().delay(c_, n, merging);
    return planner_.target().cell(*c_.instances[n.instance].module)->delay_ns;
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
    if (slot.ready > planner_.limit() + rounding && !slot.anytime)
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
                auto slot = place_operation(id, delay(n, planner_.merging()));
                plan_->child_stage[n.instance] = slot.stage;
                return slot;
            }
            plan_instance(n.instance);
            return output_of(n);
        default:
            return place_operation(id, delay(n, planner_.merging()));
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
        slot.anytime = is_enable;
        arrivals.push_back(slot);
    }
    plan_->children[index] = planner_.plan_child(instance.module, arrivals);
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

void Placer::place_loop(const std::vector<NodeId>& members) {
    auto start = outside_of(members);
    double ready = try_loop(members, start.stage);
    if (ready > planner_.limit() + rounding) ready = try_loop(members, start.stage + 1);
    check(ready, ready - clock_to_q(), "the loop of register " + state_of(members));
    note(ready);
}

/// Turns of the states of a loop, 1 where one takes none.
unsigned Placer::turns_of(const std::vector<NodeId>& members) const {
    unsigned turns = std::numeric_limits<unsigned>::max();
    for (auto id : members)
        if (c_.node(id).op == Op::state) turns = std::min(turns, c_.node(id).turns);
    return turns;
}

/// A state is read again `turns` cycles later at the earliest, so that it may be written in any of
/// the `turns` stages from the one on in which it is read. Of the stages in which it can be read,
/// the one after which the loop ends first, and the latest such.
void Placer::place_turns(const std::vector<NodeId>& members) {
    const int turns = static_cast<int>(turns_of(members)), latest = outside_of(members).stage;
    const double max_ready = plan_->max_ready;
    auto restart = [&] {
        plan_->max_ready = max_ready;
        for (auto id : members)
            if (c_.node(id).op == Op::instance) is_planned_[c_.node(id).instance] = false;
    };
    std::optional<int> best_end;
    int best = latest, needed = 0;
    for (int stage = latest + 1; stage >= std::max(0, latest - turns + 1); --stage) {
        restart();
        const int end = try_turns(members, stage);
        if (stage == latest) needed = end - stage + 1;
        if (end - stage >= turns || (best_end && end >= *best_end)) continue;
        best_end = end;
        best = stage;
    }
    restart();
    if (!best_end) refuse_turns(members, turns, needed);
    try_turns(members, best);
}

/// The last stage in which a state is written when all are read in `stage`.
int Placer::try_turns(const std::vector<NodeId>& members, int stage) {
    for (auto id : members)
        if (c_.node(id).op == Op::state) plan_->slots[id] = next_stage(stage);
    int end = stage;
    for (auto id : members) {
        if (c_.node(id).op == Op::state) continue;
        plan_->slots[id] = place(id);
        if (is_hold(c_, c_.node(id))) end = std::max(end, plan_->slots[id].stage);
    }
    return end;
}

void Placer::refuse_turns(const std::vector<NodeId>& members, int turns, int needed) const {
    const double period = planner_.limit() + planner_.setup();
    throw TooShort(
        fmt::format("{}: the loop of register {} takes {} stages of {:.2f} ns, {} sums take turns; "
                    "interleave = {} reaches the period",
                    c_.name, state_of(members), needed, period, turns, needed),
        period * 1.02);
}

const std::string& Placer::state_of(const std::vector<NodeId>& members) const {
    auto state = std::find_if(members.begin(), members.end(),
                              [&](NodeId id) { return c_.node(id).op == Op::state; });
    return c_.node(*state).name;
}

/// When all that a loop reads from outside is there.
Slot Placer::outside_of(const std::vector<NodeId>& members) const {
    std::vector<NodeId> outside;
    for (auto id : members)
        for (auto arg : reads(c_, c_.node(id)))
            if (!std::binary_search(members.begin(), members.end(), arg)) outside.push_back(arg);
    return all_ready(outside);
}

/// The latest ready time of a loop that is placed in one stage.
double Placer::try_loop(const std::vector<NodeId>& members, int stage) {
    std::string state;
    for (auto id : members)
        if (c_.node(id).op == Op::state) {
            plan_->slots[id] = next_stage(stage);
            if (state.empty()) state = c_.node(id).name;
        }
    double latest = clock_to_q();
    const auto merging = merging_of(c_, members);
    for (auto id : members) {
        if (c_.node(id).op == Op::state) continue;
        plan_->slots[id] = {stage, place_in_loop(id, stage, state, merging)};
        latest = std::max(latest, plan_->slots[id].ready);
    }
    return latest;
}

double Placer::place_in_loop(NodeId id, int stage, const std::string& loop, Merging merging) {
    const auto& n = c_.node(id);
    if (n.op == Op::delay)
        throw CircuitError(
            fmt::format("{}: a pipeline register lies in the loop of register {}", c_.name, loop));
    if (n.op == Op::instance && !planner_.target().cell(*c_.instances[n.instance].module))
        return instance_in_loop(n, stage, loop);
    if (n.op == Op::instance) plan_->child_stage[n.instance] = stage;
    double ready = 0;
    for (auto arg : reads(c_, n)) ready = std::max(ready, ready_in(stage, plan_->slots[arg]));
    return ready + delay(n, merging);
}

double Placer::instance_in_loop(const Node& n, int stage, const std::string& loop) {
    const auto& instance = c_.instances[n.instance];
    std::vector<Slot> arrivals;
    auto ports = instance.module->inputs();
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto& slot = plan_->slots[instance.inputs[i]];
        bool is_enable = instance.module->clock_enable == ports[i]->node;
        arrivals.push_back({0, ready_in(stage, slot), is_enable});
    }
    auto planner = planner_.of_loop();
    auto child = planner.plan_child(instance.module, arrivals);
    if (child->latency > 0)
        throw CircuitError(
            fmt::format("{}: a pipeline register of {} lies in the loop of register {}", c_.name,
                        instance.name, loop));
    plan_->children[n.instance] = child;
    plan_->child_stage[n.instance] = stage;
    is_planned_[n.instance] = true;
    return child->max_ready;
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

}  // namespace

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

SchedulePlanner SchedulePlanner::of_loop() const {
    SchedulePlanner planner = *this;
    planner.merging_ = Merging::loop;
    planner.children_.clear();
    planner.limit_ = std::numeric_limits<double>::infinity();
    return planner;
}

std::shared_ptr<const Plan> SchedulePlanner::plan(const std::shared_ptr<const Circuit>& circuit,
                                                  const std::vector<Slot>& inputs) {
    return Placer(*this, circuit).run(inputs);
}

std::shared_ptr<const Plan> SchedulePlanner::plan_child(
    const std::shared_ptr<const Circuit>& circuit, const std::vector<Slot>& inputs) {
    Key key{circuit.get(), {}};
    for (const auto& slot : inputs) std::get<1>(key).emplace_back(slot.stage, slot.ready);
    auto& known = children_[key];
    if (known) return known;
    auto plan = Placer(*this, circuit).run(inputs);
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
