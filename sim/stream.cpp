// SPDX-License-Identifier: Apache-2.0
#include "sim/stream.h"

#include <fmt/format.h>

#include <cstring>

#include "sw/support/error.h"

namespace mxgen::sim {

Beats::Beats(const Dut& dut, std::vector<int> ports) : ports_(std::move(ports)) {
    for (const int port : ports_) {
        offsets_.push_back(stride_);
        lengths_.push_back(dut.bytes(port).size());
        stride_ += lengths_.back();
    }
}

void Beats::append() { bytes_.resize(bytes_.size() + stride_); }

void Beats::append(const Dut& dut) {
    for (const int port : ports_) {
        const auto shown = dut.bytes(port);
        bytes_.insert(bytes_.end(), shown.begin(), shown.end());
    }
}

std::span<std::uint8_t> Beats::bytes(std::size_t record, std::size_t slot) {
    return {bytes_.data() + record * stride_ + offsets_[slot], lengths_[slot]};
}

std::span<const std::uint8_t> Beats::bytes(std::size_t record, std::size_t slot) const {
    return {bytes_.data() + record * stride_ + offsets_[slot], lengths_[slot]};
}

void Beats::drive(Dut& dut, std::size_t record) const {
    for (std::size_t slot = 0; slot < ports_.size(); ++slot)
        std::memcpy(dut.bytes(ports_[slot]).data(), bytes(record, slot).data(), lengths_[slot]);
}

bool Beats::shown(const Dut& dut, std::size_t record) const {
    for (std::size_t slot = 0; slot < ports_.size(); ++slot)
        if (std::memcmp(dut.bytes(ports_[slot]).data(), bytes(record, slot).data(),
                        lengths_[slot]) != 0)
            return false;
    return true;
}

namespace {

std::vector<int> row_ports(const Dut& dut) {
    std::vector<int> numbers;
    for (std::size_t i = 0; i < dut.ports().size(); ++i) {
        const Port& port = dut.ports()[i];
        if (!port.is_input && port.name != "ready_o" && port.name != "valid_o" &&
            port.name != "w_ready_o")
            numbers.push_back(static_cast<int>(i));
    }
    return numbers;
}

}  // namespace

StreamDriver::StreamDriver(Dut& dut, const Stalls& stalls, int patience)
    : dut_(dut),
      stalls_(stalls),
      patience_(patience),
      random_(stalls.seed),
      valid_i_(dut.find("valid_i")),
      ready_o_(dut.find("ready_o")),
      valid_o_(dut.find("valid_o")),
      ready_i_(dut.find("ready_i")),
      rst_ni_(dut.find("rst_ni")),
      rows_(dut, row_ports(dut)),
      waiting_(dut, row_ports(dut)) {}

void StreamDriver::reset() {
    dut_.set(valid_i_, 0);
    dut_.set(ready_i_, 0);
    dut_.set(rst_ni_, 0);
    for (int i = 0; i < 3; ++i) {
        dut_.settle();
        dut_.rise();
    }
    dut_.set(rst_ni_, 1);
    waiting_.clear();
    offered_ = await_valid_ = false;
    source_pause_ = sink_pause_ = quiet_ = 0;
    first_cycle_ = dut_.cycles();
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
    if (probability <= 0 || std::uniform_real_distribution<>()(random_) >= probability)
        return false;
    left = std::uniform_int_distribution<>(0, stalls_.longest - 1)(random_);
    if (&left == &sink_pause_ && left % 2 == 1) await_valid_ = true;
    return true;
}

void StreamDriver::fail(const std::string& what) const {
    throw Error(Exit::check_failed, fmt::format("stream: {} (cycle {})", what, cycles()));
}

}  // namespace mxgen::sim
