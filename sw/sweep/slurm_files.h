// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/sweep/sweep_directory.h"

namespace mxgen::sweep {

/// What a sweep's directory holds of its jobs: below slurm, a file of tasks and a script an array,
/// numbered in the order in which they were submitted, and the script of the collector.
class SlurmFiles {
  public:
    explicit SlurmFiles(const std::filesystem::path& directory, const std::string& id)
        : folder_(directory / "slurm"), id_(id) {}

    /// Removes those of former runs.
    void clear() const;

    /// The files of tasks, the oldest first.
    std::vector<std::filesystem::path> arrays() const;

    /// The file for the next array's tasks.
    std::filesystem::path next_array() const;

    /// Writes a script that runs a command; `name` without its ending.
    std::filesystem::path write_script(const std::string& name, const std::string& command) const;

    /// The names of the jobs, which no other sweep has.
    std::string array_name() const { return "mxgen-" + id_; }
    std::string collector_name() const { return "mxgen-" + id_ + "-collector"; }

  private:
    std::filesystem::path folder_;
    std::string id_;
};

}  // namespace mxgen::sweep
