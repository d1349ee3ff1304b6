// SPDX-License-Identifier: Apache-2.0
#include "sw/support/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/spawn.h"

extern char** environ;

namespace mxgen {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds poll_slice{100};  ///< bound on noticing an interrupt or a silent exit
constexpr milliseconds grace{1000};      ///< between SIGTERM and SIGKILL

constexpr std::size_t max_line_length = 4096, longest_told_line = 400, errors_kept = 1u << 16;

std::vector<std::string> merged_environment(
    std::vector<std::pair<std::string, std::string>> extra) {
    std::vector<std::string> result;
    extra.emplace_back("LC_ALL", "C");
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
class OutputSink {
  public:
    OutputSink(const ProcessOptions& options, ProcessResult& result)
        : options_(options), result_(result) {
        if (options.log.empty()) return;
        log_.open(options.log, std::ios::binary);
        if (!log_) refuse_write(options.log, {errno, std::generic_category()});
    }

    void write(std::string_view text) {
        if (log_.is_open() && !log_error_ && !(log_ << text << std::flush))
            log_error_ = {errno, std::generic_category()};
        auto room = options_.capture_limit - result_.output.size();
        result_.truncated |= text.size() > room;
        result_.output += text.substr(0, room);
        if (!options_.on_line) return;
        for (std::size_t end; (end = text.find('\n')) != std::string_view::npos;) {
            extend_line(text.substr(0, end));
            options_.on_line(std::exchange(line_, {}));
            text.remove_prefix(end + 1);
        }
        extend_line(text);
    }

    void write_error(std::string_view text) {
        result_.errors += text.substr(0, errors_kept - result_.errors.size());
    }

    void finish() {
        if (!line_.empty()) options_.on_line(line_);
        if (log_error_) refuse_write(options_.log, log_error_);
    }

  private:
    void extend_line(std::string_view text) {
        line_ += text.substr(0, max_line_length - line_.size());
    }

    const ProcessOptions& options_;
    ProcessResult& result_;
    std::ofstream log_;
    std::error_code log_error_;
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

/// One stream of a child and where its bytes go.
struct ChildStream {
    Descriptor fd;
    std::function<void(std::string_view)> sink;

    /// Reads once; closes at the end of the stream.
    void read_some() {
        std::array<char, 65536> buffer;
        const auto count = ::read(fd.get(), buffer.data(), buffer.size());
        if (count > 0) sink({buffer.data(), static_cast<std::size_t>(count)});
        if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) fd.close();
    }
};

/// Streams that are open; waits for any of them and reads. False when there was nothing.
bool drain(std::vector<ChildStream>& streams, milliseconds wait) {
    std::vector<pollfd> waiting;
    for (const ChildStream& stream : streams)
        if (stream.fd.is_open()) waiting.push_back({stream.fd.get(), POLLIN, 0});
    if (poll(waiting.data(), waiting.size(), static_cast<int>(wait.count())) <= 0) return false;
    for (const pollfd& ready : waiting)
        for (ChildStream& stream : streams)
            if (ready.revents && stream.fd.get() == ready.fd) stream.read_some();
    return true;
}

bool is_open(const std::vector<ChildStream>& streams) {
    return std::ranges::any_of(streams, [](const ChildStream& s) { return s.fd.is_open(); });
}

/// A dead child's last words, without waiting for others that hold its pipes open.
void drain_rest(std::vector<ChildStream>& streams) {
    for (const ChildStream& stream : streams)
        if (stream.fd.is_open()) fcntl(stream.fd.get(), F_SETFL, O_NONBLOCK);
    while (is_open(streams) && drain(streams, milliseconds{0})) {
    }
}

/// The writing end of a new stream.
Descriptor add_stream(std::vector<ChildStream>& streams, const std::string& program,
                      std::function<void(std::string_view)> sink) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw Error(Exit::tool_failed,
                    fmt::format("no pipe for {}: {}", program, std::strerror(errno)));
    streams.push_back({Descriptor(ends[0]), std::move(sink)});
    return Descriptor(ends[1]);
}

/// Reads until the child has ended; false where it ran out of time.
bool attend(const Child& child, std::vector<ChildStream>& streams, const ProcessOptions& options) {
    const auto start = Clock::now();
    while (is_open(streams) || !child.ended()) {
        if (options.heeds_interrupts) check_interrupt();
        if (Clock::now() - start > options.timeout) return false;
        if (!is_open(streams))
            poll(nullptr, 0, 5);
        else if (!drain(streams, poll_slice) && child.ended())
            break;
    }
    return true;
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
    if (argv.empty()) throw Error(Exit::tool_missing, "cannot run an empty command");
    const InterruptScope scope;
    if (options.heeds_interrupts) check_interrupt();
    ProcessResult result;
    OutputSink sink(options, result);
    std::vector<ChildStream> streams;
    Descriptor output =
        add_stream(streams, argv[0], [&](std::string_view text) { sink.write(text); });
    Descriptor errors;
    if (!options.merges)
        errors =
            add_stream(streams, argv[0], [&](std::string_view text) { sink.write_error(text); });
    Child child(spawn_guarded({argv, merged_environment(options.environment), options.directory,
                               output.get(), options.merges ? output.get() : errors.get()}));
    output.close();
    errors.close();
    const bool in_time = attend(child, streams, options);
    const int status = child.stop();
    drain_rest(streams);
    sink.finish();
    result.end = !in_time              ? ProcessResult::End::timed_out
                 : WIFSIGNALED(status) ? ProcessResult::End::signalled
                                       : ProcessResult::End::exited;
    if (in_time) result.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
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
    return cut_lines(start == std::string_view::npos ? text : text.substr(start + 1),
                     longest_told_line);
}

}  // namespace mxgen
