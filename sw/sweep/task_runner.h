// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sw/sweep/engine.h"
#include "sw/sweep/run_task.h"
#include "sw/sweep/sweep.h"
#include "sw/sweep/sweep_directory.h"

namespace mxgen::sweep {

/// How many tasks run at a time.
int jobs_of(const Space& space, const SweepRequest& request);

/// Does tasks of points, each different one once, and knows what came of them.
class TaskRunner {
  public:
    TaskRunner(const Space& space, const SweepRequest& request, const SweepDirectory& directory);

    /// Does a kind of task with all of these points; returns when all are done.
    void run(const TaskKind& kind, const std::vector<SweepPoint>& points);

    /// What came of a task that was run.
    const TaskOutcome& outcome(const TaskKind& kind, const SweepPoint& point) const {
        return outcomes_.at(keys_.at({&kind, point.index}));
    }

  private:
    bool find(const std::string& key);
    void work_off(const TaskKind& kind, const std::vector<OpenTask>& tasks);
    void tell(const TaskKind& kind, std::size_t done, std::size_t all, double seconds,
              const std::string& state) const;

    const Space& space_;
    const SweepRequest& request_;
    const SweepDirectory& directory_;
    store::Store store_;
    TaskKeys task_keys_;
    std::unique_ptr<SweepEngine> engine_;
    std::map<std::pair<const TaskKind*, std::uint64_t>, std::string> keys_;
    std::map<std::string, TaskOutcome> outcomes_;  ///< by key
};

}  // namespace mxgen::sweep
