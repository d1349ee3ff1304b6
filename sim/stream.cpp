// SPDX-License-Identifier: Apache-2.0
#include "sim/stream.h"

#include <fmt/format.h>

#include "sw/support/error.h"

namespace mxgen::sim {

StreamDriver::StreamDriver(Dut& dut, const Stalls& stalls, int patience)
    : dut_(dut),
      patience_(patience),
      valid_i_(dut.find("valid_i")),
      ready_o_(dut.find("ready_o")),
      valid_o_(dut.find("valid_o")),
      ready_i_(dut.find("ready_i")),
      source_(stalls.source, stalls.longest, stalls.seed),
      sink_(stalls.sink, stalls.longest, stalls.seed + 1, true),
      monitor_(dut.ports()) {}

void StreamDriver::reset() {
    hold_reset(dut_, patience_);
    monitor_.clear();
    source_.clear();
    sink_.clear();
    offered_ = valid_ = false;
    quiet_ = 0;
    first_cycle_ = dut_.cycles();
}

void StreamDriver::set_stalls(const Stalls& stalls) {
    source_.set(stalls.source, stalls.longest);
    sink_.set(stalls.sink, stalls.longest);
}

void StreamDriver::run(const Batch& batch, Beats& got) {
    feed(batch.in);
    drain(batch.expected.size());
    std::swap(got, rows());
    rows().clear();
}

void StreamDriver::feed(const Beats& beats) {
    for (std::size_t record = 0; record < beats.size();) record += cycle(&beats, record);
}

void StreamDriver::drain(std::size_t count) {
    while (rows().size() < count) cycle(nullptr, 0);
}

void StreamDriver::idle(int cycles) {
    for (int i = 0; i < cycles; ++i) cycle(nullptr, 0);
    quiet_ = 0;
}

/// One clock cycle; whether the beat on offer was accepted.
bool StreamDriver::cycle(const Beats* beats, std::size_t record) {
    // An offer once made stands until it is taken.
    const bool offer = beats && (offered_ || !source_.now());
    if (offer && !offered_) beats->drive(dut_, record);
    const bool ready = !sink_.now(valid_);
    dut_.set(valid_i_, offer);
    dut_.set(ready_i_, ready);
    dut_.settle();

    const bool accepted = offer && dut_.get(ready_o_);
    valid_ = dut_.get(valid_o_);
    monitor_.cycle(dut_, valid_, ready);
    offered_ = offer && !accepted;
    dut_.rise();

    const bool idle_by_choice = (beats && !offer) || (!ready && !sink_.waiting());
    if (accepted || (valid_ && ready))
        quiet_ = 0;
    else if (!idle_by_choice)
        ++quiet_;
    if (quiet_ > patience_)
        throw Error(
            Exit::check_failed,
            fmt::format("stream: nothing moved for {} cycles (cycle {})", quiet_, cycles()));
    return accepted;
}

}  // namespace mxgen::sim
