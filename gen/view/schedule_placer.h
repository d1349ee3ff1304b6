// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gen/view/schedule_plan.h"

namespace mxgen::view {

/// Sums of delays that differ by rounding only count as equal.
inline constexpr double rounding = 1e-9;

/// Plans one module: in schedule_plan.cpp what has no loop, in schedule_loops.cpp the loops of
/// states.
class Placer {
  public:
    Placer(SchedulePlanner& planner, const std::shared_ptr<const ir::Circuit>& circuit, int offset);

    std::shared_ptr<Plan> run(const std::vector<Slot>& inputs);

  private:
    /// The latest `ready` in a stage.
    double limit(int stage) const { return planner_.limit(offset_ + stage); }
    bool fits(const Slot& slot) const { return slot.ready <= limit(slot.stage) + rounding; }
    double clock_to_q() const { return planner_.target().clock_to_q_ns; }
    Slot next_stage(int stage) const { return {stage, clock_to_q()}; }
    double ready_in(int stage, const Slot& slot) const;
    Slot all_ready(const std::vector<ir::NodeId>& ids) const;
    double delay(ir::NodeId id, Merging merging) const;
    void check(double ready, double delay, const std::string& what) const;
    void note(double ready) { plan_->max_ready = std::max(plan_->max_ready, ready); }
    Slot place(ir::NodeId id);
    Slot place_operation(ir::NodeId id, double delay);
    void plan_instance(unsigned index);
    Slot output_of(const ir::Node& n) const;

    void place_component(const std::vector<ir::NodeId>& members);
    void place_loop(const std::vector<ir::NodeId>& members);
    void place_turns(const std::vector<ir::NodeId>& members);
    int try_turns(const std::vector<ir::NodeId>& members, int stage);
    void refuse_turns(const std::vector<ir::NodeId>& members, int turns, int needed) const;
    unsigned turns_of(const std::vector<ir::NodeId>& members) const;
    const std::string& state_of(const std::vector<ir::NodeId>& members) const;
    Slot outside_of(const std::vector<ir::NodeId>& members) const;
    double try_loop(const std::vector<ir::NodeId>& members, int stage);
    double place_in_loop(ir::NodeId id, int stage, const std::string& loop, Merging merging);
    double instance_in_loop(const ir::Node& n, int stage, const std::string& loop);

    SchedulePlanner& planner_;
    const ir::Circuit& c_;
    std::shared_ptr<Plan> plan_;
    std::vector<char> is_planned_;
    int offset_;  ///< the design's stage that is the module's stage 0
};

}  // namespace mxgen::view
