// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/driver.h"
#include "sim/stimulus.h"

namespace mxgen::sim {

/// How often the two sides of a stream pause; probabilities a cycle, lengths in cycles.
struct Stalls {
    double source = 0, sink = 0;
    int longest = 1;
    std::uint64_t seed = 1;

    bool any() const { return source > 0 || sink > 0; }
};

/// Drives the valid/ready streams of an array and watches their rules (interfaces: AXI4-Stream):
/// valid stays and the payload is stable while ready is low. Rows that leave are collected.
class StreamDriver : public Driver {
  public:
    /// `patience`: cycles in which a free design must accept or deliver something.
    StreamDriver(Dut& dut, const Stalls& stalls, int patience);

    void reset() override;

    /// Feeds a batch and drains its rows.
    void run(const Batch& batch, Beats& got) override;

    /// Other pauses from here on.
    void set_stalls(const Stalls& stalls) { stalls_ = stalls; }

    /// Offers all beats; returns when the last one was accepted. Throws Error(check_failed) when a
    /// rule of the stream is broken or nothing moves any more.
    void feed(const Beats& beats);

    /// Lets the array run until `rows` rows have left in all.
    void drain(std::size_t rows);

    /// Clock cycles without any input on offer.
    void idle(int cycles);

    /// Rows in the order in which they left: c_o and what else leaves with it, then last_o.
    Beats& rows() { return rows_; }

    std::uint64_t cycles() const { return dut_.cycles() - first_cycle_; }

  private:
    bool cycle(const Beats* beats, std::size_t record);
    bool paused(int& left, double probability);
    [[noreturn]] void fail(const std::string& what) const;

    Dut& dut_;
    Stalls stalls_;
    int patience_;
    Random random_;
    int valid_i_, ready_o_, valid_o_, ready_i_;
    Beats rows_;
    Beats waiting_;
    int source_pause_ = 0, sink_pause_ = 0;
    bool await_valid_ = false;
    bool offered_ = false;
    std::uint64_t first_cycle_ = 0;
    int quiet_ = 0;
};

}  // namespace mxgen::sim
