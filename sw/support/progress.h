// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace mxgen {

enum class ProgressStyle {
    none,      ///< nothing
    terminal,  ///< one line that is drawn anew
    log        ///< lines that stay
};

/// When a command's progress is written, and how.
class ProgressText {
  public:
    explicit ProgressText(ProgressStyle style) : style_(style) {}

    /// The text to write `elapsed` after the start while `step` is being done. Empty for two
    /// seconds; then, in a log, a line for each step that lasts (5 s apart at least) and every 30 s
    /// of one.
    std::string at(std::chrono::milliseconds elapsed, std::string_view step);

    /// The text that takes the line away from the terminal.
    std::string clear();

  private:
    ProgressStyle style_;
    std::optional<std::chrono::milliseconds> last_;
    std::string last_step_;
    bool drawn_ = false;
};

/// Says on standard error what a long command is doing and for how long, while it lives.
class Progress {
  public:
    /// One line where standard error is a terminal, else (or with TERM=dumb) lines if `log`.
    explicit Progress(bool quiet, bool log = true);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Says what is being done now; nothing ("") before something else is printed.
    void show(std::string_view step);

    /// Says how far it has come: "step 30 %".
    void show(std::string_view step, std::size_t done, std::size_t total);

  private:
    using Clock = std::chrono::steady_clock;

    void write();
    void write_until(const std::stop_token& stop);

    const Clock::time_point start_ = Clock::now();
    ProgressText text_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::string step_;
    std::jthread writer_;
};

}  // namespace mxgen
