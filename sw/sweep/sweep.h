// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sw/evaluate/metrics.h"
#include "sw/support/error.h"
#include "sw/sweep/outcome.h"
#include "sw/sweep/space.h"

namespace mxgen::sweep {

/// What is done with a space, and where.
struct SweepRequest {
    std::filesystem::path directory;   ///< new, empty, or of a sweep, which is gone on with
    std::filesystem::path store = {};  ///< of results; empty: default_cache()
    int jobs = 0;                      ///< workers; 0: as the space says, else the cores
    bool estimates_only = false;       ///< whatever the space says is to be done
    ProgressFunction progress = [](std::string_view) {};
};

/// What came of a point.
struct PointResult {
    std::string name;  ///< of a skipped combination its labels
    std::uint64_t index = 0;
    bool is_legal = true;  ///< its configuration can be resolved
    TaskStatus status = TaskStatus::done;
    std::string reason;   ///< why it is not done
    bool cached = false;  ///< every figure was made by others
    Json metrics;         ///< of all its tasks
};

/// What came of a sweep.
struct SweepReport {
    std::vector<PointResult> points;  ///< every combination, in the order of the space
    Exit code = Exit::done;           ///< check_failed where a check failed, else the worst

    std::size_t count(TaskStatus status) const;
    std::size_t cached() const;
};

/// Does what the space says with each of its points, a task a process, and writes
/// DIRECTORY/results.json and results.csv. A point that fails stops no other. Results that the
/// directory or the store holds are taken. Throws Error: usage for a directory with other content,
/// a space without a legal point and data that cannot be read; tool_failed when an interrupt
/// arrives, whereupon a repeat goes on where this one ended.
SweepReport run_sweep(const Space& space, const SweepRequest& request);

}  // namespace mxgen::sweep
