// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "sw/sweep/front.h"
#include "sw/sweep/space.h"

namespace mxgen::sweep {

/// How a front is looked for.
struct NarrowRule {
    std::vector<const SweepFigure*> objectives;
    double keep = 1;  ///< how much better, as a factor, an unmeasured figure may be than its bounds
};

/// Finds the front of points with few measurements. Those that nobody beats by the estimates are
/// measured, round by round; what was measured says how far estimates are off here, by the family
/// of circuits, and who can still be on the front beside what is known. Ends when nobody is left
/// who can be and was not measured.
///
/// `metrics_of` tells all that is known of a point; `measure` measures some, after which it tells
/// more; one that fails has no measured figures then and is no candidate any more. Returns the
/// points that were measured, in their order.
std::vector<SweepPoint> narrow(const Space& space, const std::vector<SweepPoint>& points,
                               const NarrowRule& rule,
                               const std::function<const Json&(const SweepPoint&)>& metrics_of,
                               const std::function<void(const std::vector<SweepPoint>&)>& measure);

/// The points on the front of what was measured, or of estimates where nothing was.
std::vector<SweepPoint> front_of(const Space& space, const std::vector<SweepPoint>& points,
                                 const std::vector<const SweepFigure*>& objectives,
                                 const std::function<const Json&(const SweepPoint&)>& metrics_of);

}  // namespace mxgen::sweep
