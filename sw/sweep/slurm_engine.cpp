// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/slurm_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "sw/slurm/slurm.h"
#include "sw/support/files.h"
#include "sw/support/interrupt.h"
#include "sw/support/names.h"
#include "sw/sweep/command_line.h"
#include "sw/sweep/local_engine.h"
#include "sw/sweep/run_task.h"

namespace mxgen::sweep {

namespace {

using std::chrono::milliseconds;

constexpr int max_tries = 3;
constexpr std::uint64_t collector_memory_mb = 2000;
constexpr milliseconds first_pause{500}, longest_pause{15000}, slice{100};
constexpr int max_silences = 40;  ///< questions in a row that the controller leaves unanswered

std::uint64_t engine_number(const Space& space, const char* path) {
    return static_cast<std::uint64_t>(std::get<long long>(option_value(space.options, path)));
}

std::string partition_of(const Space& space) {
    return std::get<std::string>(option_value(space.options, "engine.partition"));
}

void pause(milliseconds length) {
    for (; length > milliseconds{0}; length -= slice) {
        check_interrupt();
        std::this_thread::sleep_for(std::min(slice, length));
    }
}

/// Jobs of a name that nobody will wait for.
class CancelledAtEnd {
  public:
    explicit CancelledAtEnd(std::string name) : name_(std::move(name)) {}
    ~CancelledAtEnd() {
        if (released_) return;
        try {
            slurm::cancel({name_});
        } catch (const Error&) {
            // They end by themselves, and what they made is kept.
        }
    }
    CancelledAtEnd(const CancelledAtEnd&) = delete;
    CancelledAtEnd& operator=(const CancelledAtEnd&) = delete;

    void release() { released_ = true; }

  private:
    std::string name_;
    bool released_ = false;
};

}  // namespace

SlurmEngine::SlurmEngine(const Space& space, const SweepRequest& request,
                         const SweepDirectory& directory)
    : space_(space),
      request_(request),
      directory_(directory),
      files_(directory.path(), directory.id()) {}

/// Asks for what the cluster is like, and makes way for new jobs.
void SlurmEngine::begin() {
    if (began_) return;
    slurm::require_slurm();
    const auto limits = slurm::limits();
    // Half of what the controller can hold is left to others.
    rule_ = {.largest_array = limits.array_size,
             .parts = std::max<std::size_t>(1, limits.jobs / 2),
             .join_seconds = double(engine_number(space_, "engine.join_seconds")),
             .memory_mb = engine_number(space_, "engine.memory_mb")};
    slurm::check_partition(partition_of(space_));
    if (request_.collects) {
        take_tries_from_files();
    } else {
        if (!slurm::queued({files_.collector_name()}).empty())
            refuse_file(
                request_.directory,
                fmt::format("its jobs are at work; allowed: mxgen sweep --status {0}, or "
                            "the same when they have ended; nearest: scancel --name={1},{2}",
                            shell_word(request_.directory.string()), files_.array_name(),
                            files_.collector_name()));
        slurm::cancel({files_.array_name()});  // left by one that was killed
        files_.clear();
    }
    began_ = true;
}

void SlurmEngine::take_tries_from_files() {
    for (const auto& file : files_.arrays())
        for (const auto& part : read_array(file).parts)
            for (const OpenTask& task : part) ++tries_[task.key];
}

/// Takes the tasks that have an outcome away, and in the end those that were tried often enough.
void SlurmEngine::deliver(Tasks& tasks, const TaskListener& listener, bool final) {
    std::erase_if(tasks, [&](const OpenTask& task) {
        check_interrupt();
        auto outcome = directory_.find(task.key);
        if (!outcome || !outcome->lasts()) {
            const auto tried = tries_.find(task.key);
            if (!final || tried == tries_.end() || tried->second < max_tries) return false;
            if (!outcome) outcome = lost_outcome();
        }
        listener.done(task, std::move(*outcome));
        return true;
    });
}

/// Elements of an array that run together; 0: as many as the cluster lets.
std::size_t SlurmEngine::at_a_time() const {
    return request_.jobs > 0 ? static_cast<std::size_t>(request_.jobs)
                             : engine_number(space_, "engine.jobs");
}

std::string SlurmEngine::submit_array(const TaskArray& array) {
    const auto file = files_.next_array();
    write_array(file, array);
    for (const auto& part : array.parts)
        for (const OpenTask& task : part) ++tries_[task.key];
    const auto word = [](const std::filesystem::path& path) {
        return shell_word(absolute_path(path).string());
    };
    const std::string command =
        fmt::format("{} -o {} --quiet --jobs 1 --job {}", sweep_command(space_, request_),
                    word(directory_.path()), word(file));
    return slurm::submit({.name = files_.array_name(),
                          .script = files_.write_script(file.stem().string(), command),
                          .size = array.parts.size(),
                          .at_a_time = at_a_time(),
                          .partition = partition_of(space_),
                          .memory_mb = array.memory_mb,
                          .minutes = engine_number(space_, "engine.minutes")});
}

std::vector<std::string> SlurmEngine::submit(const TaskKind& kind, const Tasks& tasks) {
    std::vector<std::string> ids;
    for (const TaskArray& array : deal_tasks(space_, kind, tasks, rule_))
        ids.push_back(submit_array(array));
    return ids;
}

std::string SlurmEngine::submit_collector(const std::vector<std::string>& after) {
    const std::string command = fmt::format(
        "{}{} -o {}{} --engine slurm --detach --job collect", sweep_command(space_, request_),
        choices_of(request_), shell_word(absolute_path(directory_.path()).string()),
        request_.jobs > 0 ? fmt::format(" --jobs {}", request_.jobs) : "");
    return slurm::submit({.name = files_.collector_name(),
                          .script = files_.write_script("collector", command),
                          .partition = partition_of(space_),
                          .memory_mb = collector_memory_mb,
                          .minutes = engine_number(space_, "engine.minutes"),
                          .after = after});
}

/// Until no job is left.
void SlurmEngine::wait(Tasks& tasks, const TaskListener& listener) {
    int silences = 0;
    for (milliseconds length = first_pause;; length = std::min(length * 3 / 2, longest_pause)) {
        pause(length);
        std::vector<slurm::QueuedJob> jobs;
        try {
            jobs = slurm::queued({files_.array_name()});
            silences = 0;
        } catch (const Error& error) {
            check_interrupt();
            if (++silences == max_silences) throw;
            listener.state(error.what());
            continue;
        }
        const std::size_t former = tasks.size();
        deliver(tasks, listener, false);
        if (tasks.size() < former) length = first_pause;
        if (jobs.empty()) return;
        listener.state(slurm::described(jobs));
    }
}

void SlurmEngine::run(const TaskKind& kind, const std::vector<OpenTask>& tasks,
                      const TaskListener& listener) {
    const InterruptScope interruptible;
    begin();
    Tasks left = tasks;
    for (deliver(left, listener, true); !left.empty(); deliver(left, listener, true)) {
        CancelledAtEnd jobs(files_.array_name());
        const auto ids = submit(kind, left);
        if (request_.detaches) {
            const std::string collector = submit_collector(ids);
            jobs.release();
            throw SweepDetached{collector};
        }
        wait(left, listener);
        jobs.release();
    }
}

void do_part(const Space& space, const SweepRequest& request, const std::filesystem::path& file,
             std::size_t part) {
    const SweepDirectory directory(request.directory, DirectoryUse::shared);
    const TaskArray array = read_array(file);
    if (part >= array.parts.size())
        refuse_file(file, fmt::format("has no part {}; allowed: 0 to {}; nearest: {}", part,
                                      array.parts.size() - 1, array.parts.size() - 1));
    TaskKeys keys(space.options);
    std::vector<OpenTask> tasks;
    for (const OpenTask& task : array.parts[part]) {
        const PointSettings settings = settings_at(space, task.index);
        const bool is_same =
            keys(*array.kind, resolve(settings.config), settings.options) == task.key;
        if (const auto known = directory.find(task.key); known && known->lasts()) continue;
        if (is_same)
            tasks.push_back(task);
        else
            directory.put(task.key,
                          {.status = TaskStatus::failed,
                           .code = Exit::tool_missing,
                           .reason = "space, program, data, libraries or tools of the node "
                                     "are others than where the sweep was begun",
                           .metrics = Json::object()});
    }
    LocalEngine engine(space, directory,
                       store::Store(request.store.empty() ? default_cache() : request.store),
                       request.jobs);
    engine.run(*array.kind, tasks,
               {.done = [&](const OpenTask& task,
                            TaskOutcome outcome) { directory.put(task.key, outcome); },
                .state = [](const std::string&) {}});
}

}  // namespace mxgen::sweep
