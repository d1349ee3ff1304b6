// SPDX-License-Identifier: Apache-2.0
#include "sw/support/spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "sw/support/error.h"

namespace mxgen {

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

void Descriptor::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

namespace {

// Between fork and exec, and in the guard, only calls that are safe in a signal handler: another
// thread may hold any lock.

constexpr int parent_died = SIGUSR1;

void set_action(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigaction(signal, &action, nullptr);
}

void end_group(int) { kill(0, SIGKILL); }

/// All that exec needs, made before the fork.
struct Image {
    std::vector<char*> argv, environment;
    const char* directory;  ///< null: the caller's
    int output, errors, failure;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void fail(int failure) {
    const int reason = errno;
    (void)!write(failure, &reason, sizeof reason);
    _exit(127);
}

[[noreturn]] void become(const Image& image) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ, parent_died})
        set_action(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int input = open("/dev/null", O_RDONLY);
    if (dup2(input, 0) < 0 || dup2(image.output, 1) < 0 || dup2(image.errors, 2) < 0)
        fail(image.failure);
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    if (image.directory && chdir(image.directory) != 0) fail(image.failure);
    execvpe(image.argv[0], image.argv.data(), image.environment.data());
    fail(image.failure);
}

/// Ends as a child did.
[[noreturn]] void end_like(int status) {
    if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    set_action(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    _exit(128 + WTERMSIG(status));
}

[[noreturn]] void guard(const Image& image, pid_t parent) {
    setpgid(0, 0);
    set_action(parent_died, end_group);
    // The group is asked to end as a whole: the guard waits for the program.
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE})
        set_action(signal, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, parent_died);
    if (getppid() != parent) _exit(127);
    const pid_t program = fork();
    if (program == 0) become(image);
    if (program < 0) fail(image.failure);
    for (const int fd : {image.output, image.errors, image.failure}) close(fd);
    int status = 0;
    while (waitpid(program, &status, 0) < 0 && errno == EINTR) {
    }
    end_like(status);
}

}  // namespace

pid_t spawn_guarded(const SpawnRequest& request) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw Error(Exit::tool_failed,
                    fmt::format("no pipe for {}: {}", request.argv[0], std::strerror(errno)));
    Descriptor reading(ends[0]), writing(ends[1]);
    const Image image{pointers(request.argv),
                      pointers(request.environment),
                      request.directory.empty() ? nullptr : request.directory.c_str(),
                      request.output,
                      request.errors,
                      writing.get()};
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) guard(image, parent);
    int reason = pid < 0 ? errno : 0;
    if (pid > 0) setpgid(pid, pid);
    writing.close();
    while (pid > 0 && read(reading.get(), &reason, sizeof reason) < 0 && errno == EINTR) {
    }
    if (reason == 0) return pid;
    if (pid > 0) waitpid(pid, nullptr, 0);
    throw Error(Exit::tool_missing,
                fmt::format("cannot run {}: {}", request.argv[0], std::strerror(reason)));
}

}  // namespace mxgen
