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

#include "sw/support/interrupt.h"

namespace mxgen {

/// How a program is run. The defaults: this directory, no log, a day. Its language is English
/// (LC_ALL=C).
struct ProcessOptions {
    std::filesystem::path directory{};  ///< working directory; empty: the caller's
    std::filesystem::path log{};        ///< file that receives all output; empty: none
    std::chrono::milliseconds timeout{std::chrono::hours(24)};  ///< wall-clock limit
    bool merges = true;  ///< standard error joins the output; otherwise it has a text of its own
    std::vector<std::pair<std::string, std::string>> environment{};  ///< set on top of the caller's
    /// Called with each complete line of output, of which 4096 bytes at most are kept.
    std::function<void(std::string_view)> on_line{};
    std::size_t capture_limit = 64u << 20;  ///< bytes of output kept in memory; the log has all
    bool heeds_interrupts = true;  ///< false: runs to its end, for what an interrupt must tidy up
};

/// Result of a program that was run.
struct ProcessResult {
    enum class End { exited, signalled, timed_out };

    End end = End::exited;
    int code = 0;            ///< exit status (exited) or number of the signal (signalled)
    std::string output;      ///< standard output, and standard error where it is merged
    std::string errors;      ///< standard error, where it is not merged: its first 64 KiB
    bool truncated = false;  ///< more output than `capture_limit`

    bool ok() const { return end == End::exited && code == 0; }
};

/// Runs argv[0] (looked up in PATH when it has no slash) with exactly these arguments, no shell
/// between, in a process group of its own that is gone when the call returns or mxgen dies: a
/// time-out or an interrupt of mxgen ends the whole group. Standard input is empty. Safe to call
/// from several threads. Throws Error: tool_missing when the program cannot be started, tool_failed
/// on interrupt, and as refuse_write() does for the log.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options = {});

/// Says how a program ended, e.g. "exited with status 3", "ended by signal 11 (Segmentation
/// fault)".
std::string describe(const ProcessResult& result);

/// The last `lines` lines of a text, for messages about a failed program; of each line 400 bytes at
/// most.
std::string tail(std::string_view text, int lines);

}  // namespace mxgen
