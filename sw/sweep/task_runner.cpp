// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/task_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "sw/support/interrupt.h"
#include "sw/sweep/local_engine.h"
#include "sw/sweep/slurm_engine.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace {

using Clock = std::chrono::steady_clock;

long long engine_option(const Space& space, const char* path) {
    return std::get<long long>(option_value(space.options, path));
}

/// "3 min 20 s"
std::string duration(double seconds) {
    const auto whole = static_cast<long long>(seconds);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

/// The engine that a request names.
std::unique_ptr<SweepEngine> make_engine(const Space& space, const SweepRequest& request,
                                         const SweepDirectory& directory,
                                         const store::Store& store) {
    if (request.engine == EngineKind::slurm)
        return std::make_unique<SlurmEngine>(space, request, directory);
    return std::make_unique<LocalEngine>(space, directory, store, jobs_of(space, request));
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
      engine_(make_engine(space, request, directory, store_)) {
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

void TaskRunner::work_off(const TaskKind& kind, const std::vector<OpenTask>& tasks) {
    std::size_t done = 0;
    std::string state;
    const auto start = Clock::now();
    const auto tell_now = [&] {
        tell(kind, done, tasks.size(), std::chrono::duration<double>(Clock::now() - start).count(),
             state);
    };
    tell_now();
    engine_->run(kind, tasks,
                 {.done =
                      [&](const OpenTask& task, TaskOutcome outcome) {
                          directory_.put(task.key, outcome);
                          outcomes_.emplace(task.key, std::move(outcome));
                          ++done;
                          tell_now();
                      },
                  .state =
                      [&](const std::string& text) {
                          state = text;
                          tell_now();
                      }});
}

void TaskRunner::tell(const TaskKind& kind, std::size_t done, std::size_t all, double seconds,
                      const std::string& state) const {
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
    if (!state.empty()) text += "; " + state;
    request_.progress(text);
}

}  // namespace mxgen::sweep
