// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/sweep/slurm_files.h"
#include "sw/sweep/sweep.h"
#include "sw/sweep/task_array.h"

namespace mxgen::sweep {

/// The rest of the sweep goes on without this process.
struct SweepDetached {
    std::string collector;  ///< the job that goes on
};

/// Tasks as arrays of jobs of SLURM. Outcomes come by way of the sweep's directory, which the
/// nodes see, too. Tasks that end without one that lasts are tried again, three times in all.
class SlurmEngine : public SweepEngine {
  public:
    SlurmEngine(const Space& space, const SweepRequest& request, const SweepDirectory& directory);

    /// Throws SweepDetached where the request says so and tasks are open: a job that depends on
    /// theirs does the same sweep again, finds their outcomes and goes on. An interrupt cancels
    /// jobs that are not detached. Throws Error (usage) where a collector waits already, and as
    /// sw/slurm does.
    void run(const TaskKind& kind, const std::vector<OpenTask>& tasks,
             const TaskListener& listener) override;

  private:
    using Tasks = std::vector<OpenTask>;

    void begin();
    void take_tries_from_files();
    std::size_t at_a_time() const;
    std::string submit_array(const TaskArray& array);
    std::vector<std::string> submit(const TaskKind& kind, const Tasks& tasks);
    std::string submit_collector(const std::vector<std::string>& after);
    void deliver(Tasks& tasks, const TaskListener& listener, bool final);
    void wait(Tasks& tasks, const TaskListener& listener);

    const Space& space_;
    const SweepRequest& request_;
    const SweepDirectory& directory_;
    SlurmFiles files_;
    ArrayRule rule_;
    std::map<std::string, int> tries_;  ///< by key
    bool began_ = false;
};

/// What an element of an array does: its part of the tasks in a file of SlurmFiles. Outcomes go to
/// the request's directory, and to its store where they last. Throws Error (usage) for a directory
/// that is no sweep's, a file or a part that is none.
void do_part(const Space& space, const SweepRequest& request, const std::filesystem::path& file,
             std::size_t part);

}  // namespace mxgen::sweep
