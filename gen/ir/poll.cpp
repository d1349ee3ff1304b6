// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/poll.h"

#include <atomic>

namespace mxgen::ir {

namespace {

std::atomic<void (*)()> polled = nullptr;

}  // namespace

void set_poll(void (*function)()) { polled = function; }

void poll() {
    if (const auto function = polled.load(std::memory_order_relaxed)) function();
}

}  // namespace mxgen::ir
