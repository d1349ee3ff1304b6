// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "gen/ir/analysis.h"
#include "gen/view/schedule_placer.h"

namespace mxgen::view {

using namespace ir;

void Placer::place_loop(const std::vector<NodeId>& members) {
    auto start = outside_of(members);
    double ready = try_loop(members, start.stage);
    if (ready > limit(start.stage) + rounding) ready = try_loop(members, start.stage + 1);
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
    return ready + delay(id, merging);
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
    auto child = planner.plan_child(instance.module, arrivals, 0);
    if (child->latency > 0)
        throw CircuitError(
            fmt::format("{}: a pipeline register of {} lies in the loop of register {}", c_.name,
                        instance.name, loop));
    plan_->children[n.instance] = child;
    plan_->child_stage[n.instance] = stage;
    is_planned_[n.instance] = true;
    return child->max_ready;
}

}  // namespace mxgen::view
