// SPDX-License-Identifier: Apache-2.0
#include "sw/support/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "sw/support/console.h"

namespace mxgen {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds patience = 2s;
constexpr milliseconds refresh = 100ms;
constexpr std::string_view clear_line = "\r\x1b[K";

/// Time between two lines: of different steps, or of one that goes on.
milliseconds pause(ProgressStyle style, bool same_step) {
    if (style == ProgressStyle::terminal) return same_step ? 1s : refresh;
    return same_step ? 30s : 5s;
}

ProgressStyle style_of(bool quiet, bool log) {
    const char* terminal = std::getenv("TERM");
    const bool redraws =
        isatty(STDERR_FILENO) == 1 && std::string_view("dumb") != (terminal ? terminal : "");
    if (quiet) return ProgressStyle::none;
    if (redraws) return ProgressStyle::terminal;
    return log ? ProgressStyle::log : ProgressStyle::none;
}

void print_now(const std::string& text) {
    if (!text.empty()) say(text);
}

}  // namespace

std::string ProgressText::at(milliseconds elapsed, std::string_view step) {
    if (step.empty()) return clear();
    if (style_ == ProgressStyle::none || elapsed < patience) return {};
    if (last_ && elapsed - *last_ < pause(style_, step == last_step_)) return {};
    last_ = elapsed;
    last_step_ = step;
    drawn_ = style_ == ProgressStyle::terminal;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(elapsed).count();
    const auto text = fmt::format("{} ({} s)", visible_line(step), seconds);
    return drawn_ ? std::string(clear_line) + text : text + "\n";
}

std::string ProgressText::clear() {
    return std::exchange(drawn_, false) ? std::string(clear_line) : "";
}

Progress::Progress(bool quiet, bool log) : text_(style_of(quiet, log)) {
    writer_ = std::jthread([this](const std::stop_token& stop) { write_until(stop); });
}

Progress::~Progress() {
    writer_.request_stop();
    writer_.join();
    print_now(text_.clear());
}

void Progress::write() {
    print_now(text_.at(std::chrono::floor<milliseconds>(Clock::now() - start_), step_));
}

void Progress::write_until(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        write();
        stopped_.wait_for(lock, stop, refresh, [] { return false; });
    }
}

void Progress::show(std::string_view step) {
    const std::lock_guard lock(mutex_);
    step_ = step;
    write();
}

void Progress::show(std::string_view step, std::size_t done, std::size_t total) {
    if (total != 0) show(fmt::format("{} {} %", step, done * 100 / total));
}

}  // namespace mxgen
