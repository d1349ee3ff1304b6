// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sw/store/store.h"
#include "sw/sweep/outcome.h"
#include "sw/sweep/tasks.h"
#include "sw/unit/config.h"

namespace mxgen::sweep {

/// What the results of all tasks of a sweep depend on besides their designs, each found out once.
class TaskKeys {
  public:
    /// The tensors of [data] are digested. Throws Error (usage) for those that cannot be read.
    explicit TaskKeys(const Settings& options);

    /// The digest of everything that the result of a task depends on: this program, the
    /// configuration, the options of the kind, the data, the technology's files, the versions of
    /// tools. An absent tool has none.
    std::string operator()(const TaskKind& kind, const Config& config, const Settings& options);

  private:
    const std::string& version_of(const std::string& tool);
    const std::string& library_of(const std::string& technology);

    std::string data_;
    std::map<std::string, std::string> versions_, libraries_;
};

/// Evaluates a design. Errors are outcomes: what the design's part of the program refuses (usage)
/// is skipped, a failed check and a failed tool are failures. The memo may be null. Throws Error
/// when an interrupt arrives.
TaskOutcome run_task(const TaskKind& kind, const Config& config, const Settings& options,
                     const std::filesystem::path& runs, package::EstimateMemo* memo);

/// The same by way of a store: a result that is there is taken, and one that lasts is put there
/// if that can be; `by` says who made it. Empty where another process makes it at the moment,
/// unless `waits`.
std::optional<TaskOutcome> stored_task(const store::Store& store, const std::string& key,
                                       const std::string& by, bool waits,
                                       const std::function<TaskOutcome()>& run);

/// The result in a store, if any.
std::optional<TaskOutcome> find_outcome(const store::Store& store, const std::string& key,
                                        const std::string& by);

}  // namespace mxgen::sweep
