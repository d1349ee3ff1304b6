// SPDX-License-Identifier: Apache-2.0
#include "sw/support/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace mxgen {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s;
constexpr auto refresh = 100ms;
const char* const clear_line = "\r\x1b[K";

}  // namespace

Progress::Progress(bool quiet) : visible_(!quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (printed_) fmt::print(stderr, "{}", clear_line);
}

void Progress::show(std::string_view what) {
    const auto now = Clock::now();
    if (!visible_ || now - start_ < patience || now - last_ < refresh) return;
    fmt::print(stderr, "{}{} ({} s)", clear_line, what,
               std::chrono::duration_cast<std::chrono::seconds>(now - start_).count());
    std::fflush(stderr);
    printed_ = true;
    last_ = now;
}

void Progress::show(std::string_view what, std::size_t done, std::size_t total) {
    if (!visible_ || total == 0) return;
    show(fmt::format("{} {} %", what, done * 100 / total));
}

}  // namespace mxgen
