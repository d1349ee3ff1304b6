// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sw/sweep/outcome.h"
#include "sw/sweep/tasks.h"

namespace mxgen::sweep {

/// A task that nobody has done yet: a combination of the space, and the key of its result.
struct OpenTask {
    std::uint64_t index;
    std::string key;
};

/// Who is told how tasks come along.
struct TaskListener {
    std::function<void(const OpenTask&, TaskOutcome)> done;
    std::function<void(const std::string&)> state;  ///< of the engine: "4 running, 19 waiting"
};

/// What does tasks: processes here, jobs of a cluster.
class SweepEngine {
  public:
    virtual ~SweepEngine() = default;

    /// Does a kind of task with combinations of the space; returns when each has its outcome.
    /// Throws Error (tool_failed) when an interrupt arrives.
    virtual void run(const TaskKind& kind, const std::vector<OpenTask>& tasks,
                     const TaskListener& listener) = 0;
};

}  // namespace mxgen::sweep
