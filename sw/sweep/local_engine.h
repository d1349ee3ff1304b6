// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/package/memo.h"
#include "sw/store/store.h"
#include "sw/sweep/engine.h"
#include "sw/sweep/space.h"
#include "sw/sweep/sweep_directory.h"

namespace mxgen::sweep {

/// Tasks in processes of this machine (worker_pool.h), as many as its memory permits.
class LocalEngine : public SweepEngine {
  public:
    LocalEngine(const Space& space, const SweepDirectory& directory, store::Store store, int jobs)
        : space_(space), directory_(directory), store_(std::move(store)), jobs_(jobs) {}

    void run(const TaskKind& kind, const std::vector<OpenTask>& tasks,
             const TaskListener& listener) override;

  private:
    std::filesystem::path runs_of(const TaskKind& kind, std::uint64_t index) const;
    TaskOutcome run_one(const TaskKind& kind, std::uint64_t index);

    const Space& space_;
    const SweepDirectory& directory_;
    store::Store store_;
    int jobs_;
    package::EstimateMemo memo_;  ///< each worker has its own
};

/// What is said of a task whose process ended, however often it was tried.
TaskOutcome lost_outcome();

}  // namespace mxgen::sweep
