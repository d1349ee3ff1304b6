// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/worker_pool.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <list>
#include <map>
#include <set>
#include <thread>

#include "sw/support/error.h"
#include "sw/support/interrupt.h"
#include "sw/support/spawn.h"

namespace mxgen::sweep {

namespace {

constexpr int max_tries = 3;
constexpr int poll_ms = 100;  ///< bound on noticing an interrupt

/// Either end of the talk: a job and whether it may wait; an answer's length and its bytes.
struct JobOrder {
    std::uint64_t job;
    std::uint64_t waits;
};
constexpr std::uint64_t busy_answer = ~std::uint64_t{0};

/// False at the end of the stream, or where the other side is gone.
bool read_all(int fd, void* to, std::size_t size) {
    auto* at = static_cast<char*>(to);
    while (size > 0) {
        const auto count = read(fd, at, size);
        if (count == 0 || (count < 0 && errno != EINTR)) return false;
        if (count < 0) continue;
        at += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

bool write_all(int fd, const void* from, std::size_t size) {
    const auto* at = static_cast<const char*>(from);
    while (size > 0) {
        const auto count = write(fd, at, size);
        if (count < 0 && errno != EINTR) return false;
        if (count < 0) continue;
        at += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

std::pair<Descriptor, Descriptor> make_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw Error(Exit::tool_failed,
                    std::string("no pipe for a worker: ") + std::strerror(errno));
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// The life of a worker.
[[noreturn]] void serve(int orders, int answers, const PoolWork& work) {
    JobOrder order{};
    while (!is_interrupted() && read_all(orders, &order, sizeof order)) {
        std::optional<std::string> answer;
        try {
            answer = work(order.job, order.waits != 0);
        } catch (...) {
            break;  // as if it had died
        }
        const std::uint64_t size = answer ? answer->size() : busy_answer;
        if (!write_all(answers, &size, sizeof size) ||
            (answer && !write_all(answers, answer->data(), answer->size())))
            break;
    }
    _exit(0);
}

/// A forked process that does one job after the other.
class PoolWorker {
  public:
    PoolWorker(const PoolOptions& options, const PoolWork& work) {
        auto [orders_out, orders_in] = make_pipe();
        auto [answers_out, answers_in] = make_pipe();
        const pid_t parent = getpid();
        pid_ = fork();
        if (pid_ < 0)
            throw Error(Exit::tool_failed, std::string("no worker: ") + std::strerror(errno));
        if (pid_ == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) _exit(0);
            redirect(options.log);
            close_range_but(orders_out.get(), answers_in.get());
            serve(orders_out.get(), answers_in.get(), work);
        }
        orders_ = std::move(orders_in);
        answers_ = std::move(answers_out);
    }
    ~PoolWorker() {
        orders_.close();
        kill(pid_, SIGTERM);
        // It ends its tools in order; one that does not hear is ended.
        for (int tries = 0; tries < 300; ++tries) {
            if (waitpid(pid_, nullptr, WNOHANG) != 0) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    PoolWorker(const PoolWorker&) = delete;
    PoolWorker& operator=(const PoolWorker&) = delete;

    bool order(std::size_t job, bool waits) {
        job_ = job;
        const JobOrder order{job, waits};
        return write_all(orders_.get(), &order, sizeof order);
    }
    void rest() { job_.reset(); }

    /// Reads an answer: false where the worker died. `answer` is empty where it was busy.
    bool read_answer(std::optional<std::string>& answer) {
        std::uint64_t size = 0;
        if (!read_all(answers_.get(), &size, sizeof size)) return false;
        if (size == busy_answer) return true;
        answer.emplace(size, '\0');
        return read_all(answers_.get(), answer->data(), size);
    }

    int answers() const { return answers_.get(); }
    std::optional<std::size_t> job() const { return job_; }
    std::optional<std::uint64_t> group;  ///< of its last job

  private:
    static void redirect(const std::filesystem::path& log) {
        const char* file = log.empty() ? "/dev/null" : log.c_str();
        const int fd = open(file, O_WRONLY | O_CREAT | O_APPEND, 0666);
        const int input = open("/dev/null", O_RDONLY);
        dup2(input, 0), dup2(fd, 1), dup2(fd, 2);
    }

    /// Nothing of the parent's is kept open: pipes of other workers, locks.
    static void close_range_but(int orders, int answers) {
        const unsigned low = static_cast<unsigned>(std::min(orders, answers));
        const unsigned high = static_cast<unsigned>(std::max(orders, answers));
        if (low > 3) close_range(3, low - 1, 0);
        if (high > low + 1) close_range(low + 1, high - 1, 0);
        close_range(high + 1, ~0u, 0);
    }

    pid_t pid_ = -1;
    Descriptor orders_, answers_;
    std::optional<std::size_t> job_;
};

/// The state of a pool: what waits, who works.
class WorkerPool {
  public:
    WorkerPool(const std::vector<PoolJob>& jobs, const PoolOptions& options, const PoolWork& work,
               const PoolAnswer& on_answer)
        : jobs_(jobs), options_(options), work_(work), on_answer_(on_answer), tries_(jobs.size()) {
        for (std::size_t job = 0; job < jobs.size(); ++job) put(job);
        left_ = jobs.size();
    }

    void run() {
        const auto count = std::min(left_, static_cast<std::size_t>(std::max(1, options_.jobs)));
        for (std::size_t i = 0; i < count; ++i) workers_.emplace_back(options_, work_);
        while (left_ > 0) {
            check_interrupt();
            for (auto worker = workers_.begin(); worker != workers_.end();) {
                const auto next = std::next(worker);
                if (!worker->job()) give(worker);
                worker = next;
            }
            attend();
        }
    }

  private:
    using Workers = std::list<PoolWorker>;

    std::uint64_t memory_in_use() const {
        std::uint64_t used = 0;
        for (const PoolWorker& worker : workers_)
            if (worker.job()) used += jobs_[*worker.job()].memory_mb;
        return used;
    }

    bool is_idle() const {
        return std::ranges::none_of(workers_,
                                    [](const PoolWorker& one) { return one.job().has_value(); });
    }

    bool fits(std::size_t job) const {
        return options_.memory_mb == 0 || is_idle() ||
               memory_in_use() + jobs_[job].memory_mb <= options_.memory_mb;
    }

    bool is_taken(std::uint64_t group) const {
        return std::ranges::any_of(
            workers_, [&](const PoolWorker& one) { return one.job() && one.group == group; });
    }

    void put(std::size_t job) {
        auto& jobs = waiting_[jobs_[job].group];
        if (!jobs.empty()) first_.erase(*jobs.begin());
        jobs.insert(job);
        first_.insert(*jobs.begin());
    }

    void take(std::size_t job) {
        const auto group = waiting_.find(jobs_[job].group);
        first_.erase(*group->second.begin());
        group->second.erase(job);
        if (group->second.empty())
            waiting_.erase(group);
        else
            first_.insert(*group->second.begin());
    }

    /// The job that a worker goes on with: of its own group, of one that nobody has, else of the
    /// longest.
    std::optional<std::size_t> choose(const PoolWorker& worker) const {
        const auto own = worker.group ? waiting_.find(*worker.group) : waiting_.end();
        if (own != waiting_.end() && fits(*own->second.begin())) return *own->second.begin();
        std::optional<std::size_t> longest;
        std::size_t length = 0;
        for (const std::size_t job : first_) {
            if (!fits(job)) continue;
            if (!is_taken(jobs_[job].group)) return job;
            const std::size_t others = waiting_.at(jobs_[job].group).size();
            if (others > length) longest = job, length = others;
        }
        return longest;
    }

    void give(Workers::iterator worker) {
        auto job = choose(*worker);
        const bool waits = !job;
        if (job) {
            take(*job);
        } else if (waiting_.empty() && !busy_.empty() && fits(busy_.front())) {
            job = busy_.front();
            busy_.pop_front();
        }
        if (!job) return;
        worker->group = jobs_[*job].group;
        if (!worker->order(*job, waits)) replace(worker);
    }

    /// The worker has died: another takes its place, and its job waits again.
    void replace(Workers::iterator worker) {
        const auto job = worker->job();
        workers_.erase(worker);
        workers_.emplace_back(options_, work_);
        if (!job) return;
        if (++tries_[*job] == max_tries) {
            --left_;
            on_answer_(*job, std::nullopt);
        } else {
            put(*job);
        }
    }

    void attend() {
        std::vector<pollfd> ends;
        std::vector<Workers::iterator> at;
        for (auto worker = workers_.begin(); worker != workers_.end(); ++worker) {
            ends.push_back({worker->answers(), POLLIN, 0});
            at.push_back(worker);
        }
        if (poll(ends.data(), ends.size(), poll_ms) <= 0) return;
        for (std::size_t i = 0; i < ends.size(); ++i)
            if (ends[i].revents != 0) take_answer(at[i]);
    }

    void take_answer(Workers::iterator worker) {
        std::optional<std::string> answer;
        const auto job = worker->job();
        if (!worker->read_answer(answer) || !job) {
            check_interrupt();  // which reaches workers, too
            return replace(worker);
        }
        worker->rest();
        if (!answer) {
            busy_.push_back(*job);
            return;
        }
        --left_;
        on_answer_(*job, answer);
    }

    const std::vector<PoolJob>& jobs_;
    const PoolOptions& options_;
    const PoolWork& work_;
    const PoolAnswer& on_answer_;
    std::vector<int> tries_;
    std::map<std::uint64_t, std::set<std::size_t>> waiting_;  ///< by group
    std::set<std::size_t> first_;                             ///< of each group
    std::list<std::size_t> busy_;                             ///< made elsewhere at the moment
    std::size_t left_ = 0;
    Workers workers_;
};

}  // namespace

void run_pool(const std::vector<PoolJob>& jobs, const PoolOptions& options, const PoolWork& work,
              const PoolAnswer& on_answer) {
    const InterruptScope interruptible;
    if (!jobs.empty()) WorkerPool(jobs, options, work, on_answer).run();
}

std::uint64_t free_memory_mb() {
    std::ifstream file("/proc/meminfo");
    for (std::string word; file >> word;) {
        std::uint64_t kilobytes = 0;
        if (word == "MemAvailable:" && file >> kilobytes) return kilobytes / 1024;
    }
    return 0;
}

}  // namespace mxgen::sweep
