// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule_judge.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "gen/gates/estimate.h"

namespace mxgen::view {

using namespace ir;

namespace {

/// By how much gates may be slower or faster than the operations that they make: beyond, a stage
/// holds next to nothing.
constexpr double min_ratio = 0.4, max_ratio = 2.5;
/// Stages trade operations when they move, and their ratios with them.
constexpr double damping = 0.7;

/// Each circuit once, by its first place: copies in other stages are alike.
void adapt_module(DelayScales& scales, const Plan& plan, int offset,
                  const std::vector<double>& ratios, std::set<const Circuit*>& seen) {
    if (!seen.insert(plan.source.get()).second) return;
    auto& own = scales.try_emplace(plan.source.get(), plan.slots.size(), 1.0).first->second;
    for (NodeId id = 0; id < plan.slots.size(); ++id)
        if (const auto& slot = plan.slots[id]; plan.is_live[id] && !slot.anytime)
            own[id] *= ratios.at(offset + slot.stage);
    for (std::size_t i = 0; i < plan.children.size(); ++i)
        if (plan.children[i])
            adapt_module(scales, *plan.children[i], offset + plan.child_stage[i], ratios, seen);
}

}  // namespace

double StageDelays::worst() const { return *std::ranges::max_element(judged); }

void end_together(Plan& plan) { std::ranges::fill(plan.output_stages, plan.latency); }

StageDelays stage_delays(const Plan& plan, const Target& target, const gates::CellSet& cells,
                         const gates::FamilyFit& fit) {
    auto whole = std::make_shared<Plan>(plan);
    end_together(*whole);
    StageDelays delays{plan.stage_ready(),
                       gates::stage_delays(gates::timed(*emit(whole), cells), cells, fit,
                                           target.clock_to_q_ns, plan.latency)};
    const auto stages = std::max(delays.planned.size(), delays.judged.size());
    delays.planned.resize(stages, target.clock_to_q_ns);
    delays.judged.resize(stages);
    return delays;
}

void adapt(DelayScales& scales, const Plan& plan, const StageDelays& delays, double clock_to_q,
           double overhead) {
    std::vector<double> ratios;
    for (std::size_t stage = 0; stage < delays.judged.size(); ++stage) {
        const double planned = delays.planned[stage] - clock_to_q;
        const double judged = std::max(0.0, delays.judged[stage] - overhead);
        const double ratio = planned > 0 ? judged / planned : 1;
        ratios.push_back(std::pow(std::clamp(ratio, min_ratio, max_ratio), damping));
    }
    std::set<const Circuit*> seen;
    adapt_module(scales, plan, 0, ratios, seen);
}

}  // namespace mxgen::view
