// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/view/schedule_plan.h"

namespace mxgen::view {

/// What the stages of a plan take, ns.
struct StageDelays {
    std::vector<double> planned;  ///< the latest `ready`, by single operations
    std::vector<double> judged;   ///< the latest arrival, setup included, by the emitted gates
    double worst() const;         ///< of `judged`
};

/// A plan's outputs leave together, in its last stage.
void end_together(Plan& plan);

/// The delays of a plan's stages, its circuit covered with `cells`.
StageDelays stage_delays(const Plan& plan, const Target& target, const gates::CellSet& cells,
                         const gates::FamilyFit& fit);

/// Makes `scales` what lets the plan's stages be planned as long as they were judged to be.
/// `clock_to_q`, `overhead` of registers.
void adapt(DelayScales& scales, const Plan& plan, const StageDelays& delays, double clock_to_q,
           double overhead);

}  // namespace mxgen::view
