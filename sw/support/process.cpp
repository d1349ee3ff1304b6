// SPDX-License-Identifier: Apache-2.0
#include "sw/support/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <mutex>

#include "sw/support/error.h"

extern char** environ;

namespace mxgen {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds poll_slice{100};  ///< bound on noticing an interrupt or a silent exit
constexpr milliseconds grace{1000};      ///< between SIGTERM and SIGKILL

constexpr std::array interrupt_signals{SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t interrupt_signal = 0;
std::mutex scope_mutex;
int scope_count = 0;
std::array<struct sigaction, interrupt_signals.size()> former_actions;

void on_interrupt(int signal) { interrupt_signal = signal; }

/// A file descriptor with an owner.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }
    void close() {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }

  private:
    int fd_;
};

/// What posix_spawn is told besides the program: files, directory, group, signals.
class SpawnSettings {
  public:
    SpawnSettings(int output, const std::filesystem::path& directory) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output, 1);
        posix_spawn_file_actions_adddup2(&actions_, output, 2);
        if (!directory.empty()) posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setpgroup(&attributes_, 0);
        sigset_t set;
        sigemptyset(&set);
        posix_spawnattr_setsigmask(&attributes_, &set);
        for (int signal : interrupt_signals) sigaddset(&set, signal);
        sigaddset(&set, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &set);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    pid_t spawn(std::vector<std::string> argv, std::vector<std::string> environment) const {
        auto pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> result;
            for (auto& text : texts) result.push_back(text.data());
            result.push_back(nullptr);
            return result;
        };
        pid_t pid = 0;
        int error = posix_spawnp(&pid, argv[0].c_str(), &actions_, &attributes_,
                                 pointers(argv).data(), pointers(environment).data());
        if (error)
            throw Error(Exit::tool_missing,
                        fmt::format("cannot run {}: {}", argv[0], std::strerror(error)));
        return pid;
    }

  private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

std::vector<std::string> merged_environment(
    const std::vector<std::pair<std::string, std::string>>& extra) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry; ++entry) {
        std::string_view text = *entry;
        auto overridden = [&](const auto& variable) {
            return text.starts_with(variable.first + "=");
        };
        if (std::none_of(extra.begin(), extra.end(), overridden)) result.emplace_back(text);
    }
    for (const auto& [name, value] : extra) result.push_back(name + "=" + value);
    return result;
}

/// Where the output of a program goes: memory, log file and line callback.
class Sink {
  public:
    Sink(const ProcessOptions& options, ProcessResult& result)
        : options_(options), result_(result) {
        if (options.log.empty()) return;
        log_.open(options.log, std::ios::binary);
        if (!log_)
            throw Error(Exit::usage, fmt::format("{}: cannot be written", options.log.string()));
    }

    void write(std::string_view text) {
        if (log_.is_open()) log_ << text;
        auto room = options_.capture_limit - result_.output.size();
        result_.truncated |= text.size() > room;
        result_.output += text.substr(0, room);
        if (!options_.on_line) return;
        line_ += text;
        for (std::size_t end; (end = line_.find('\n')) != std::string::npos;) {
            options_.on_line(std::string_view(line_).substr(0, end));
            line_.erase(0, end + 1);
        }
    }

    void finish() {
        if (!line_.empty()) options_.on_line(line_);
    }

  private:
    const ProcessOptions& options_;
    ProcessResult& result_;
    std::ofstream log_;
    std::string line_;
};

/// A running child that leads its group; the destructor ends what is left of the group.
class Child {
  public:
    explicit Child(pid_t pid) : pid_(pid) {}
    ~Child() { stop(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Whether the child has ended. It stays a zombie, so that its number cannot be another's yet.
    bool ended() const {
        siginfo_t info{};
        return waitid(P_PID, pid_, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
    }

    /// Ends the group, politely first, and returns the wait status of the leader.
    int stop() {
        if (reaped_) return status_;
        if (!ended()) {
            kill(-pid_, SIGTERM);
            for (auto limit = Clock::now() + grace; !ended() && Clock::now() < limit;)
                poll(nullptr, 0, 10);
        }
        kill(-pid_, SIGKILL);
        while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
        }
        reaped_ = true;
        return status_;
    }

  private:
    pid_t pid_;
    int status_ = 0;
    bool reaped_ = false;
};

/// Reads what is there within `wait`; false at the end of the stream.
bool drain(int fd, Sink& sink, milliseconds wait) {
    pollfd descriptor{fd, POLLIN, 0};
    if (poll(&descriptor, 1, static_cast<int>(wait.count())) <= 0) return true;
    std::array<char, 65536> buffer;
    auto count = read(fd, buffer.data(), buffer.size());
    if (count > 0) sink.write({buffer.data(), static_cast<std::size_t>(count)});
    return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

/// What a dead child left in its pipe, without waiting for others that hold it open.
void drain_rest(int fd, Sink& sink) {
    fcntl(fd, F_SETFL, O_NONBLOCK);
    pollfd descriptor{fd, POLLIN, 0};
    while (poll(&descriptor, 1, 0) > 0 && drain(fd, sink, milliseconds{0})) {
    }
}

}  // namespace

InterruptScope::InterruptScope() {
    std::lock_guard lock(scope_mutex);
    if (scope_count++) return;
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (std::size_t i = 0; i < interrupt_signals.size(); ++i)
        sigaction(interrupt_signals[i], &action, &former_actions[i]);
}

InterruptScope::~InterruptScope() {
    std::lock_guard lock(scope_mutex);
    if (--scope_count) return;
    for (std::size_t i = 0; i < interrupt_signals.size(); ++i)
        sigaction(interrupt_signals[i], &former_actions[i], nullptr);
    interrupt_signal = 0;
}

bool is_interrupted() { return interrupt_signal != 0; }

void check_interrupt() {
    if (is_interrupted())
        throw Error(Exit::tool_failed,
                    fmt::format("interrupted by signal {} ({})", static_cast<int>(interrupt_signal),
                                strsignal(interrupt_signal)));
}

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
    if (argv.empty()) throw Error(Exit::tool_missing, "cannot run an empty command");
    InterruptScope scope;
    check_interrupt();
    ProcessResult result;
    Sink sink(options, result);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw Error(Exit::tool_failed,
                    fmt::format("no pipe for {}: {}", argv[0], std::strerror(errno)));
    Descriptor reading(ends[0]), writing(ends[1]);
    SpawnSettings settings(writing.get(), options.directory);
    Child child(settings.spawn(argv, merged_environment(options.environment)));
    writing.close();

    auto start = Clock::now();
    for (bool open = true; open || !child.ended();) {
        check_interrupt();
        if (options.timeout.count() && Clock::now() - start > options.timeout) {
            result.end = ProcessResult::End::timed_out;
            break;
        }
        if (open)
            open = drain(reading.get(), sink, poll_slice);
        else
            poll(nullptr, 0, 5);
        if (open && child.ended()) open = false;
    }
    int status = child.stop();
    drain_rest(reading.get(), sink);
    sink.finish();
    if (result.end == ProcessResult::End::timed_out) return result;
    result.end = WIFSIGNALED(status) ? ProcessResult::End::signalled : ProcessResult::End::exited;
    result.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return result;
}

std::string describe(const ProcessResult& result) {
    switch (result.end) {
        case ProcessResult::End::exited:
            return fmt::format("exited with status {}", result.code);
        case ProcessResult::End::signalled:
            return fmt::format("ended by signal {} ({})", result.code, strsignal(result.code));
        case ProcessResult::End::timed_out:
            return "ran out of time";
    }
    return {};
}

std::string tail(std::string_view text, int lines) {
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    auto start = text.size();
    for (int i = 0; i < lines && start != std::string_view::npos; ++i)
        start = start == 0 ? std::string_view::npos : text.rfind('\n', start - 1);
    return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

}  // namespace mxgen
