// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mxgen::sweep {

/// How far a sweep has come that is at work elsewhere.
struct SweepStatus {
    /// Tasks that were handed to SLURM.
    struct Tasks {
        std::string kind;
        std::size_t count = 0, done = 0, failed = 0;
    };

    std::vector<Tasks> tasks = {};  ///< in the order of their first jobs
    std::string jobs = {};          ///< "4 running, 19 waiting (Priority)"; empty: there are none
    std::string collector = {};     ///< the job that goes on; empty: there is none
    std::vector<std::string> names{};                ///< of its jobs
    bool is_finished = false;                        ///< its results are there
    std::map<std::string, std::size_t> points = {};  ///< of the results, by their status
};

/// Reads a sweep's directory and asks SLURM for its jobs. Throws Error: usage for a directory
/// without a sweep, and as sw/slurm does.
SweepStatus status_of(const std::filesystem::path& directory);

}  // namespace mxgen::sweep
