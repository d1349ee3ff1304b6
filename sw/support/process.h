// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mxgen {

/// How a program is run. The defaults: this directory, no log, no time limit.
struct ProcessOptions {
    std::filesystem::path directory{};     ///< working directory; empty: the caller's
    std::filesystem::path log{};           ///< file that receives all output; empty: none
    std::chrono::milliseconds timeout{0};  ///< wall-clock limit; 0: none
    std::vector<std::pair<std::string, std::string>> environment{};  ///< set on top of the caller's
    std::function<void(std::string_view)> on_line{};  ///< called with each complete line of output
    std::size_t capture_limit = 64u << 20;  ///< bytes of output kept in memory; the log has all
};

/// Result of a program that was run.
struct ProcessResult {
    enum class End { exited, signalled, timed_out };

    End end = End::exited;
    int code = 0;            ///< exit status (exited) or number of the signal (signalled)
    std::string output;      ///< standard output and standard error, as they came
    bool truncated = false;  ///< more output than `capture_limit`

    bool ok() const { return end == End::exited && code == 0; }
};

/// Runs argv[0] (looked up in PATH when it has no slash) with exactly these arguments, no shell
/// between, in a process group of its own that is gone when the call returns: a time-out or an
/// interrupt of mxgen ends the whole group. Standard input is empty. Safe to call from several
/// threads. Throws Error: tool_missing when the program cannot be started, tool_failed on
/// interrupt.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options = {});

/// Says how a program ended, e.g. "exited with status 3", "ended by signal 11 (Segmentation
/// fault)".
std::string describe(const ProcessResult& result);

/// The last `lines` lines of a text, for messages about a failed program.
std::string tail(std::string_view text, int lines);

/// While one lives, SIGINT, SIGTERM and SIGHUP set a flag instead of ending the process, so that
/// half-written results are removed on the way out; a second signal ends it at once.
class InterruptScope {
  public:
    InterruptScope();
    ~InterruptScope();
    InterruptScope(const InterruptScope&) = delete;
    InterruptScope& operator=(const InterruptScope&) = delete;
};

/// Whether an interrupt arrived during this scope.
bool is_interrupted();

/// Throws Error(tool_failed) when an interrupt arrived; long loops call it now and then.
void check_interrupt();

}  // namespace mxgen
