// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/status.h"

#include <algorithm>
#include <set>

#include "sw/slurm/slurm.h"
#include "sw/support/files.h"
#include "sw/sweep/results.h"
#include "sw/sweep/slurm_files.h"
#include "sw/sweep/task_array.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

void count_tasks(SweepStatus& status, const SweepDirectory& directory, const SlurmFiles& files) {
    std::set<std::string> known;
    for (const fs::path& file : files.arrays()) {
        const TaskArray array = read_array(file);
        auto row = std::ranges::find(status.tasks, array.kind->name, &SweepStatus::Tasks::kind);
        if (row == status.tasks.end())
            row = status.tasks.insert(row, {.kind = std::string(array.kind->name)});
        for (const auto& part : array.parts)
            for (const OpenTask& task : part) {
                if (!known.insert(task.key).second) continue;
                const auto outcome = directory.find(task.key);
                ++row->count;
                row->done += outcome && outcome->lasts();
                row->failed += outcome && outcome->status == TaskStatus::failed;
            }
    }
}

void ask_for_jobs(SweepStatus& status, const SlurmFiles& files) {
    slurm::require_slurm();
    const auto jobs = slurm::queued({files.array_name()});
    const auto collectors = slurm::queued({files.collector_name()});
    if (!jobs.empty()) status.jobs = slurm::described(jobs);
    if (!collectors.empty()) status.collector = collectors.front().id;
    status.names = {files.array_name(), files.collector_name()};
}

void count_points(SweepStatus& status, const fs::path& results) {
    for (const auto& [name, of_point] : read_statuses(results)) ++status.points[of_point];
}

}  // namespace

SweepStatus status_of(const fs::path& path) {
    SweepStatus status;
    const SweepDirectory directory(path, DirectoryUse::shared);
    const SlurmFiles files(path, directory.id());
    const auto arrays = files.arrays();
    if (!arrays.empty()) {
        count_tasks(status, directory, files);
        ask_for_jobs(status, files);
    }
    const fs::path results = path / "results.json";
    std::error_code error;
    status.is_finished = status.jobs.empty() && status.collector.empty() &&
                         fs::exists(results, error) &&
                         (arrays.empty() || fs::last_write_time(results, error) >=
                                                fs::last_write_time(arrays.back(), error));
    if (status.is_finished) count_points(status, results);
    return status;
}

}  // namespace mxgen::sweep
