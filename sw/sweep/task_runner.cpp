// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/task_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "sw/support/interrupt.h"
#include "sw/support/json.h"
#include "sw/sweep/task_need.h"
#include "sw/sweep/worker_pool.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

long long engine_option(const Space& space, const char* path) {
    return std::get<long long>(option_value(space.options, path));
}

std::uint64_t memory_of(const Space& space) {
    const auto given = static_cast<std::uint64_t>(engine_option(space, "engine.memory_mb"));
    return given > 0 ? given : free_memory_mb();
}

/// "3 min 20 s"
std::string duration(double seconds) {
    const auto whole = static_cast<long long>(seconds);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

TaskOutcome lost_outcome() {
    return {.status = TaskStatus::failed,
            .code = Exit::tool_failed,
            .reason = "the process that did it ended three times before it was done",
            .metrics = Json::object()};
}

}  // namespace

int jobs_of(const Space& space, const SweepRequest& request) {
    if (request.jobs > 0) return request.jobs;
    if (const auto jobs = engine_option(space, "engine.jobs"); jobs > 0)
        return static_cast<int>(jobs);
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

TaskRunner::TaskRunner(const Space& space, const SweepRequest& request,
                       const SweepDirectory& directory)
    : space_(space),
      request_(request),
      directory_(directory),
      store_(request.store.empty() ? default_cache() : request.store),
      task_keys_(space.options),
      jobs_(jobs_of(space, request)) {
    make_cache(store_.folder());
}

/// Whether the directory or the store has the outcome.
bool TaskRunner::find(const std::string& key) {
    auto found = directory_.find(key);
    if (found && !found->lasts()) found.reset();
    if (!found) {
        found = find_outcome(store_, key, directory_.id());
        if (found) directory_.put(key, *found);
    }
    if (found) outcomes_.emplace(key, std::move(*found));
    return outcomes_.contains(key);
}

void TaskRunner::run(const TaskKind& kind, const std::vector<SweepPoint>& points) {
    std::vector<OpenTask> open;
    std::set<std::string> known;
    for (const SweepPoint& point : points) {
        check_interrupt();
        const PointSettings settings = settings_at(space_, point.index);
        const std::string& key = keys_[{&kind, point.index}] =
            task_keys_(kind, resolve(settings.config), settings.options);
        if (known.insert(key).second && !outcomes_.contains(key) && !find(key))
            open.push_back({point.index, key});
    }
    if (!open.empty()) work_off(kind, open);
}

/// Points of one design that differ in options have folders of their own.
fs::path TaskRunner::runs_of(const TaskKind& kind, const Space& space, std::uint64_t index) const {
    std::string folder;
    for (const AxisValue* value : values_at(space, index))
        for (const auto& [path, setting] : value->settings)
            if (path.starts_with(std::string(kind.name) + "."))
                folder += (folder.empty() ? "" : "_") + path.substr(kind.name.size() + 1) + "_" +
                          value->label;
    return directory_.runs() / folder;
}

void TaskRunner::work_off(const TaskKind& kind, const std::vector<OpenTask>& tasks) {
    std::vector<PoolJob> jobs;
    for (const OpenTask& task : tasks) {
        const Config config = config_at(space_, task.index);
        jobs.push_back({.group = group_of(config), .memory_mb = need_of(kind, config).memory_mb});
    }
    const PoolWork work = [&](std::size_t job, bool waits) -> std::optional<std::string> {
        const OpenTask& task = tasks[job];
        const auto outcome = stored_task(store_, task.key, directory_.id(), waits, [&] {
            const PointSettings settings = settings_at(space_, task.index);
            return run_task(kind, resolve(settings.config), settings.options,
                            runs_of(kind, space_, task.index), &memo_);
        });
        if (!outcome) return std::nullopt;
        return to_text(to_json(*outcome));
    };
    std::size_t done = 0;
    const auto start = Clock::now();
    const PoolAnswer on_answer = [&](std::size_t job, const std::optional<std::string>& answer) {
        auto outcome = answer ? outcome_of(parse_json(*answer)) : std::nullopt;
        if (!outcome) outcome = lost_outcome();
        directory_.put(tasks[job].key, *outcome);
        outcomes_.emplace(tasks[job].key, std::move(*outcome));
        tell(kind, ++done, tasks.size(),
             std::chrono::duration<double>(Clock::now() - start).count());
    };
    tell(kind, 0, tasks.size(), 0);
    run_pool(jobs,
             {.jobs = jobs_, .memory_mb = memory_of(space_), .log = directory_.path() / "messages"},
             work, on_answer);
}

void TaskRunner::tell(const TaskKind& kind, std::size_t done, std::size_t all,
                      double seconds) const {
    const auto count = [&](auto is_such) {
        return std::ranges::count_if(outcomes_,
                                     [&](const auto& one) { return is_such(one.second); });
    };
    const auto failed =
        count([](const TaskOutcome& one) { return one.status == TaskStatus::failed; });
    const auto cached = count([](const TaskOutcome& one) { return one.cached; });
    std::string text = fmt::format("{}: {} of {} done", kind.name, done, all);
    if (failed > 0) text += fmt::format(", {} failed", failed);
    if (cached > 0) text += fmt::format(", {} cached", cached);
    if (done > 0)
        text += fmt::format(", {} left", duration(seconds / double(done) * double(all - done)));
    request_.progress(text);
}

}  // namespace mxgen::sweep
