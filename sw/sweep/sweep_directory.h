// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sw/support/cache.h"
#include "sw/sweep/outcome.h"

namespace mxgen::sweep {

/// The directory of a sweep: sweep.json, which says that it is one, an outcome a file below tasks,
/// files of runs below runs, and the results. A repeat takes the outcomes that it finds there.
class SweepDirectory {
  public:
    /// Makes it, or goes on with one that is there. Throws Error: usage for a directory with other
    /// content and one that another process works in, and as refuse_write() does.
    explicit SweepDirectory(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path runs() const { return path_ / "runs"; }

    /// What tells this sweep from others.
    const std::string& id() const { return id_; }

    /// The outcome of a task by its key; empty where there is none, or it is not as it was written.
    std::optional<TaskOutcome> find(const std::string& key) const;

    void put(const std::string& key, const TaskOutcome& outcome) const;

  private:
    std::filesystem::path file_of(const std::string& key) const;

    std::filesystem::path path_;
    std::string id_;
    EntryLock lock_;
};

}  // namespace mxgen::sweep
