// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/package/memo.h"
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
    /// A task that nobody has done yet.
    struct OpenTask {
        std::uint64_t index;
        std::string key;
    };

    bool find(const std::string& key);
    void work_off(const TaskKind& kind, const std::vector<OpenTask>& tasks);
    std::filesystem::path runs_of(const TaskKind& kind, const Space& space,
                                  std::uint64_t index) const;
    void tell(const TaskKind& kind, std::size_t done, std::size_t all, double seconds) const;

    const Space& space_;
    const SweepRequest& request_;
    const SweepDirectory& directory_;
    store::Store store_;
    TaskKeys task_keys_;
    int jobs_;
    package::EstimateMemo memo_;  ///< each worker has its own
    std::map<std::pair<const TaskKind*, std::uint64_t>, std::string> keys_;
    std::map<std::string, TaskOutcome> outcomes_;  ///< by key
};

}  // namespace mxgen::sweep
