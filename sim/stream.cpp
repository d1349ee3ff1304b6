// SPDX-License-Identifier: Apache-2.0
#include "sim/stream.h"

#include <fmt/format.h>

#include "sw/support/error.h"

namespace mxgen::sim {

StreamDriver::StreamDriver(Dut& dut, const Stalls& stalls, int patience)
    : dut_(dut),
      patience_(patience),
      valid_o_(dut.find(Role::valid, Stream::output)),
      ready_i_(dut.find(Role::ready, Stream::output)),
      values_{dut.find(Role::valid, Stream::input), dut.find(Role::ready, Stream::input),
              Pauses(stalls.source, stalls.max_pause, stalls.seed)},
      weights_{dut.find(Role::valid, Stream::weights), dut.find(Role::ready, Stream::weights),
               Pauses(stalls.source, stalls.max_pause, stalls.seed + 2)},
      sink_(stalls.sink, stalls.max_pause, stalls.seed + 1, true),
      monitor_(dut.ports()) {}

void StreamDriver::reset() {
    hold_reset(dut_, patience_);
    monitor_.clear();
    for (Source* source : {&values_, &weights_}) source->offered = false, source->pauses.clear();
    sink_.clear();
    valid_ = false;
    quiet_ = 0;
    first_cycle_ = dut_.cycles();
}

void StreamDriver::set_stalls(const Stalls& stalls) {
    for (Source* source : {&values_, &weights_})
        source->pauses.set(stalls.source, stalls.max_pause);
    sink_.set(stalls.sink, stalls.max_pause);
}

void StreamDriver::run(const Batch& batch, Beats& got) {
    feed(batch.in, &batch.weights, batch.after);
    drain(batch.expected.size());
    std::swap(got, rows());
    rows().clear();
}

void StreamDriver::feed(const Beats& beats, const Beats* weights,
                        std::span<const std::size_t> after) {
    values_.beats = &beats, weights_.beats = weights;
    values_.after = after;
    while (values_.has_beat() || weights_.has_beat()) cycle();
    for (Source* source : {&values_, &weights_})
        source->beats = nullptr, source->after = {}, source->record = 0;
}

void StreamDriver::drain(std::size_t count) {
    while (rows().size() < count) cycle();
}

void StreamDriver::idle(int cycles) {
    for (int i = 0; i < cycles; ++i) cycle();
    quiet_ = 0;
}

/// Puts the next beat on offer, or none; an offer once made stands until it is taken.
bool StreamDriver::offer(Source& source) {
    if (source.valid < 0) return false;
    const bool now =
        source.has_beat(monitor_.rows().size()) && (source.offered || !source.pauses.now());
    if (now && !source.offered) drive(dut_, *source.beats, source.record);
    dut_.set(source.valid, now);
    return now;
}

bool StreamDriver::accept(Source& source, bool offer) {
    const bool accepted = offer && dut_.get(source.ready);
    source.record += accepted;
    source.offered = offer && !accepted;
    return accepted;
}

void StreamDriver::cycle() {
    const bool values = offer(values_), weights = offer(weights_);
    const std::size_t left = rows().size();
    const bool by_choice =
        (values_.has_beat(left) && !values) || (weights_.has_beat(left) && !weights);
    const bool ready = !sink_.now(valid_);
    dut_.set(ready_i_, ready);
    dut_.settle();

    bool moved = accept(values_, values);
    moved |= accept(weights_, weights);
    valid_ = dut_.get(valid_o_);
    monitor_.cycle(dut_, valid_, ready);
    dut_.rise();

    if (moved || (valid_ && ready))
        quiet_ = 0;
    else if (!by_choice && (ready || (sink_.waiting() && !valid_)))
        ++quiet_;
    if (quiet_ > patience_)
        throw Error(
            Exit::check_failed,
            fmt::format("stream: nothing moved for {} cycles (cycle {})", quiet_, cycles()));
}

}  // namespace mxgen::sim
