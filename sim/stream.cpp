// SPDX-License-Identifier: Apache-2.0
#include "sim/stream.h"

#include <fmt/format.h>

#include "sw/support/error.h"

namespace mxgen::sim {

StreamDriver::StreamDriver(Dut& dut, const Stalls& stalls, int patience)
    : dut_(dut),
      stalls_(stalls),
      patience_(patience),
      random_(stalls.seed),
      valid_i_(dut.find("valid_i")),
      ready_o_(dut.find("ready_o")),
      valid_o_(dut.find("valid_o")),
      ready_i_(dut.find("ready_i")),
      rows_(dut.ports(), payload_outputs(dut.ports())),
      waiting_(dut.ports(), payload_outputs(dut.ports())) {}

void StreamDriver::reset() {
    hold_reset(dut_, patience_);
    waiting_.clear();
    offered_ = await_valid_ = false;
    source_pause_ = sink_pause_ = quiet_ = 0;
    first_cycle_ = dut_.cycles();
}

void StreamDriver::run(const Batch& batch, Beats& got) {
    feed(batch.in);
    drain(batch.expected.size());
    std::swap(got, rows_);
    rows_.clear();
}

void StreamDriver::feed(const Beats& beats) {
    for (std::size_t record = 0; record < beats.size();) record += cycle(&beats, record);
}

void StreamDriver::drain(std::size_t rows) {
    while (rows_.size() < rows) cycle(nullptr, 0);
}

void StreamDriver::idle(int cycles) {
    for (int i = 0; i < cycles; ++i) cycle(nullptr, 0);
    quiet_ = 0;
}

/// One clock cycle; whether the beat on offer was accepted.
bool StreamDriver::cycle(const Beats* beats, std::size_t record) {
    // An offer once made stands until it is taken.
    const bool offer = beats && (offered_ || !paused(source_pause_, stalls_.source));
    if (offer && !offered_) beats->drive(dut_, record);
    const bool sink_ready = !await_valid_ && !paused(sink_pause_, stalls_.sink);
    dut_.set(valid_i_, offer);
    dut_.set(ready_i_, sink_ready);
    dut_.settle();

    const bool accepted = offer && dut_.get(ready_o_);
    const bool valid = dut_.get(valid_o_);
    if (waiting_.size() && !(valid && waiting_.shown(dut_, 0)))
        fail(valid ? "the payload changed while valid_o waited for ready_i"
                   : "valid_o fell before ready_i came");
    waiting_.clear();
    if (valid) (sink_ready ? rows_ : waiting_).append(dut_);
    if (valid) await_valid_ = false;
    offered_ = offer && !accepted;
    dut_.rise();

    const bool idle_by_choice = (beats && !offer) || (!sink_ready && !await_valid_);
    if (accepted || (valid && sink_ready))
        quiet_ = 0;
    else if (!idle_by_choice)
        ++quiet_;
    if (quiet_ > patience_) fail(fmt::format("nothing moved for {} cycles", quiet_));
    return accepted;
}

/// Counts a pause down, or begins one of random length. Some pauses of the sink end only with
/// valid_o, so that a valid that waits for ready never comes.
bool StreamDriver::paused(int& left, double probability) {
    if (left > 0) return --left, true;
    if (probability <= 0 || !std::bernoulli_distribution(probability)(random_)) return false;
    left = std::uniform_int_distribution<>(0, stalls_.longest - 1)(random_);
    if (&left == &sink_pause_ && left % 2 == 1) await_valid_ = true;
    return true;
}

void StreamDriver::fail(const std::string& what) const {
    throw Error(Exit::check_failed, fmt::format("stream: {} (cycle {})", what, cycles()));
}

}  // namespace mxgen::sim
