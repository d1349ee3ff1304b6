// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sw/support/cache.h"
#include "sw/sweep/outcome.h"

namespace mxgen::sweep {

/// What a process wants of a directory.
enum class DirectoryUse : std::uint8_t {
    alone,  ///< to make it, or to go on with it: nobody else does
    shared  ///< to add outcomes to what another process has made
};

/// The directory of a sweep: sweep.json, which says that it is one, an outcome a file below tasks,
/// files of runs below runs, and the results. A repeat takes the outcomes that it finds there.
class SweepDirectory {
  public:
    /// Makes it, or goes on with one that is there. Throws Error: usage for a directory with other
    /// content and one that another process works in, or (shared) one that is no sweep's; and as
    /// refuse_write() does.
    explicit SweepDirectory(const std::filesystem::path& path,
                            DirectoryUse use = DirectoryUse::alone);

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
    std::optional<EntryLock> lock_;
};

}  // namespace mxgen::sweep
