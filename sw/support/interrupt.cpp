// SPDX-License-Identifier: Apache-2.0
#include "sw/support/interrupt.h"

#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <mutex>

#include "sw/support/error.h"

namespace mxgen {
namespace {

constexpr std::array interrupt_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr std::array write_signals{SIGPIPE, SIGXFSZ};
constexpr std::time_t patience_s = 5;

volatile std::sig_atomic_t interrupt_signal = 0;
volatile std::time_t interrupted_at = 0;  ///< seconds, written by the handler alone
std::mutex scope_mutex;
int scope_count = 0;
std::array<struct sigaction, interrupt_signals.size()> former_interrupts;
std::array<struct sigaction, write_signals.size()> former_writes;

/// Nothing but calls that are safe in a handler.
void on_interrupt(int signal) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (interrupt_signal == 0) {
        interrupt_signal = signal;
        interrupted_at = now.tv_sec;
    } else if (now.tv_sec - interrupted_at > patience_s) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

}  // namespace

InterruptScope::InterruptScope() {
    const std::lock_guard lock(scope_mutex);
    if (scope_count++) return;
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    for (std::size_t i = 0; i < interrupt_signals.size(); ++i)
        sigaction(interrupt_signals[i], &action, &former_interrupts[i]);
    action.sa_handler = SIG_IGN;
    for (std::size_t i = 0; i < write_signals.size(); ++i)
        sigaction(write_signals[i], &action, &former_writes[i]);
}

InterruptScope::~InterruptScope() {
    const std::lock_guard lock(scope_mutex);
    if (--scope_count) return;
    for (std::size_t i = 0; i < interrupt_signals.size(); ++i)
        sigaction(interrupt_signals[i], &former_interrupts[i], nullptr);
    for (std::size_t i = 0; i < write_signals.size(); ++i)
        sigaction(write_signals[i], &former_writes[i], nullptr);
    interrupt_signal = 0;
}

bool is_interrupted() { return interrupt_signal != 0; }

void check_interrupt() {
    if (is_interrupted())
        throw Error(Exit::tool_failed,
                    fmt::format("interrupted by signal {} ({})", static_cast<int>(interrupt_signal),
                                strsignal(interrupt_signal)));
}

}  // namespace mxgen
