// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/sweep/sweep.h"
#include "sw/sweep/tasks.h"

namespace mxgen::sweep {

/// What is done with points, in that order.
std::vector<const TaskKind*> kinds_of(const Space& space, const SweepRequest& request);

/// What is done with all points before some are chosen for the rest: estimates, where conditions or
/// objectives need them or nothing else is to be done, and what objectives without an estimate
/// need.
std::vector<const TaskKind*> first_kinds(const Space& space, const SweepRequest& request);

}  // namespace mxgen::sweep
