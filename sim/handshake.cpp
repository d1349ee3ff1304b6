// SPDX-License-Identifier: Apache-2.0
#include "sim/handshake.h"

#include <fmt/format.h>

#include "sw/support/error.h"

namespace mxgen::sim {

Pauses::Pauses(double probability, int max_pause, std::uint64_t seed, bool wait_for_other)
    : probability_(probability),
      max_pause_(max_pause),
      wait_for_other_(wait_for_other),
      random_(seed) {}

bool Pauses::now(bool other) {
    if (other) waiting_ = false;
    if (waiting_) return true;
    if (left_ > 0) return --left_, true;
    if (probability_ <= 0 || !std::bernoulli_distribution(probability_)(random_)) return false;
    left_ = std::uniform_int_distribution<>(0, max_pause_ - 1)(random_);
    waiting_ = wait_for_other_ && left_ % 2 == 1;
    return true;
}

void Pauses::set(double probability, int max_pause) {
    probability_ = probability;
    max_pause_ = max_pause;
}

void Pauses::clear() {
    left_ = 0;
    waiting_ = false;
}

RowMonitor::RowMonitor(const std::vector<Port>& ports)
    : rows_(ports, Stream::output), waiting_(ports, Stream::output) {}

void RowMonitor::cycle(const Dut& dut, bool valid, bool ready) {
    if (waiting_.size() && !(valid && is_shown(dut, waiting_, 0)))
        throw Error(Exit::check_failed,
                    fmt::format("stream: {} (cycle {})",
                                valid ? "the payload changed while valid_o waited for ready_i"
                                      : "valid_o fell before ready_i came",
                                dut.cycles()));
    waiting_.clear();
    if (valid) append_shown(ready ? rows_ : waiting_, dut);
}

void RowMonitor::clear() {
    rows_.clear();
    waiting_.clear();
}

}  // namespace mxgen::sim
