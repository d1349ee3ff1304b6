// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/local_engine.h"

#include "sw/support/json.h"
#include "sw/sweep/run_task.h"
#include "sw/sweep/task_need.h"
#include "sw/sweep/worker_pool.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace {

std::uint64_t memory_of(const Space& space) {
    const auto given = std::get<long long>(option_value(space.options, "engine.memory_mb"));
    return given > 0 ? static_cast<std::uint64_t>(given) : free_memory_mb();
}

}  // namespace

TaskOutcome lost_outcome() {
    return {.status = TaskStatus::failed,
            .code = Exit::tool_failed,
            .reason = "the process that did it ended three times before it was done",
            .metrics = Json::object()};
}

/// Points of one design that differ in options have folders of their own.
std::filesystem::path LocalEngine::runs_of(const TaskKind& kind, std::uint64_t index) const {
    std::string folder;
    for (const AxisValue* value : values_at(space_, index))
        for (const auto& [path, setting] : value->settings)
            if (path.starts_with(std::string(kind.name) + "."))
                folder += (folder.empty() ? "" : "_") + path.substr(kind.name.size() + 1) + "_" +
                          value->label;
    return directory_.runs() / folder;
}

TaskOutcome LocalEngine::run_one(const TaskKind& kind, std::uint64_t index) {
    const PointSettings settings = settings_at(space_, index);
    return run_task(kind, resolve(settings.config), settings.options, runs_of(kind, index), &memo_);
}

void LocalEngine::run(const TaskKind& kind, const std::vector<OpenTask>& tasks,
                      const TaskListener& listener) {
    std::vector<PoolJob> jobs;
    for (const OpenTask& task : tasks) {
        const Config config = config_at(space_, task.index);
        jobs.push_back({.group = group_of(config), .memory_mb = need_of(kind, config).memory_mb});
    }
    const PoolWork work = [&](std::size_t job, bool waits) -> std::optional<std::string> {
        const OpenTask& task = tasks[job];
        const auto outcome = stored_task(store_, task.key, directory_.id(), waits,
                                         [&] { return run_one(kind, task.index); });
        if (!outcome) return std::nullopt;
        return to_text(to_json(*outcome));
    };
    const PoolAnswer on_answer = [&](std::size_t job, const std::optional<std::string>& answer) {
        const auto outcome = answer ? outcome_of(parse_json(*answer)) : std::nullopt;
        listener.done(tasks[job], outcome ? *outcome : lost_outcome());
    };
    run_pool(jobs,
             {.jobs = jobs_, .memory_mb = memory_of(space_), .log = directory_.path() / "messages"},
             work, on_answer);
}

}  // namespace mxgen::sweep
