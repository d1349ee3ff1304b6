// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sw/sweep/tasks.h"
#include "sw/unit/config.h"

namespace mxgen::sweep {

/// What a task is expected to take on one core; within a factor of two or three.
struct TaskNeed {
    double seconds = 0;
    double again_seconds = 0;  ///< where one of its group was done before, in the same process
    std::uint64_t memory_mb = 0;
};

/// By the kind and the gates of the published model (sw/estimate/gate_model.h).
TaskNeed need_of(const TaskKind& kind, const Config& config);

/// Equal for designs whose tasks share work in memory: arrays of one element.
std::uint64_t group_of(const Config& config);

}  // namespace mxgen::sweep
