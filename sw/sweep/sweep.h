// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sw/evaluate/metrics.h"
#include "sw/support/error.h"
#include "sw/sweep/figures.h"
#include "sw/sweep/outcome.h"
#include "sw/sweep/space.h"

namespace mxgen::sweep {

/// What does the tasks.
enum class EngineKind : std::uint8_t { local, slurm };

/// What is done with a space, and where.
struct SweepRequest {
    std::filesystem::path directory;   ///< new, empty, or of a sweep, which is gone on with
    std::filesystem::path store = {};  ///< of results; empty: default_cache()
    std::string only = {};             ///< the name of the one point to look at; empty: all
    int jobs = 0;                      ///< workers; 0: as the space says, else the cores
    EngineKind engine = EngineKind::local;
    bool detaches = false;  ///< slurm: returns when the jobs are submitted, one of which goes on
    bool collects = false;  ///< slurm: is that one
    std::filesystem::path program = {};  ///< slurm, exports: the mxgen to run; empty: this one
    bool estimates_only = false;         ///< whatever the space says is to be done
    std::vector<const SweepFigure*> objectives = {};  ///< with some: only what can be on the front
                                                      ///< is synthesised (narrow())
    double keep = 1;  ///< how much better an estimate may be than its error says, as a factor
    ProgressFunction progress = [](std::string_view) {};
};

/// What came of one task of a point.
struct TaskOfPoint {
    std::string kind;
    TaskStatus status = TaskStatus::done;
    Exit code = Exit::done;
    std::string reason;
};

/// What came of a point.
struct PointResult {
    std::string name;  ///< of a skipped combination its labels
    std::uint64_t index = 0;
    bool is_legal = true;  ///< its configuration can be resolved
    TaskStatus status = TaskStatus::done;
    std::string reason;                   ///< why it is not done
    bool cached = false;                  ///< every figure was made by others
    Json metrics;                         ///< of all its tasks
    std::vector<TaskOfPoint> tasks = {};  ///< in the order in which they were done
};

/// What came of a sweep.
struct SweepReport {
    std::vector<PointResult> points;  ///< every combination, in the order of the space
    std::vector<std::string> front;   ///< names of the points on it, where there are objectives
    Exit code = Exit::done;           ///< check_failed where a check failed, else the worst
    std::string collector = {};       ///< the job that goes on with a detached sweep, which has no
                                      ///< points yet; empty: it is at its end

    std::size_t count(TaskStatus status) const;
    std::size_t cached() const;
};

/// What a sweep would do.
struct SweepPlan {
    struct Tasks {
        std::string kind;
        std::size_t count = 0;
        double seconds = 0;  ///< of processor time, expected
    };

    std::vector<std::string> points = {};                           ///< names of the legal ones
    std::vector<std::pair<std::string, std::string>> skipped = {};  ///< labels and reasons
    std::vector<Tasks> tasks = {};
    int jobs = 1;

    double seconds() const;  ///< by the clock
};

/// The points of a sweep: of the space, or the one that is asked for. Throws Error (usage) as
/// expand() does, and for a name that no point has.
Expansion points_of(const Space& space, const SweepRequest& request);

/// What run_sweep() would do, without doing it; nothing is written. Counted are tasks that were
/// done already, too, and that conditions over estimates or objectives will spare. Throws Error
/// (usage) as it does.
SweepPlan plan_sweep(const Space& space, const SweepRequest& request);

/// Does what the space says with each of its points, a task a process, and writes
/// DIRECTORY/results.json, results.csv and report.html, and junit.xml where something was checked.
/// What failed in the last run of the directory is done first. A point that fails stops no other.
/// Results that the directory or the store holds are taken. Throws Error: usage for a directory
/// with other content, a space without a legal point and data that cannot be read; tool_failed when
/// an interrupt arrives, whereupon a repeat goes on where this one ended; and as the engine does
/// (slurm_engine.h).
SweepReport run_sweep(const Space& space, const SweepRequest& request);

}  // namespace mxgen::sweep
