// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sim/driver.h"
#include "sim/handshake.h"

namespace mxgen::sim {

/// Drives the valid/ready streams of an array cycle by cycle and collects the rows that leave.
class StreamDriver : public Driver {
  public:
    /// `patience`: cycles in which a free design must accept or deliver something.
    StreamDriver(Dut& dut, const Stalls& stalls, int patience);

    void reset() override;

    /// Feeds a batch and drains its rows.
    void run(const Batch& batch, Beats& got) override;

    void set_stalls(const Stalls& stalls) override;

    /// Offers all beats, and those of the weights' stream; returns when the last ones were
    /// accepted. Each beat waits for as many rows to leave as `after` says, where it says so.
    /// Throws Error(check_failed) when a rule of the stream is broken or nothing moves any more.
    void feed(const Beats& beats, const Beats* weights = nullptr,
              std::span<const std::size_t> after = {});

    /// Lets the array run until `rows` rows have left in all.
    void drain(std::size_t rows);

    /// Clock cycles without any input on offer.
    void idle(int cycles);

    /// Rows in the order in which they left: c_o and what else leaves with it, then last_o.
    Beats& rows() { return monitor_.rows(); }

    std::uint64_t cycles() const { return dut_.cycles() - first_cycle_; }

  private:
    /// One of the streams into the design.
    struct Source {
        int valid, ready;  ///< ports, -1 where the design is without the stream
        Pauses pauses;
        bool offered = false;
        const Beats* beats = nullptr;
        std::span<const std::size_t> after = {};
        std::size_t record = 0;

        bool has_beat() const { return beats && record < beats->size(); }
        bool has_beat(std::size_t left) const { return has_beat() && is_due(after, record, left); }
    };

    void cycle();
    bool offer(Source& source);
    bool accept(Source& source, bool offer);

    Dut& dut_;
    int patience_;
    int valid_o_, ready_i_;
    Source values_, weights_;
    Pauses sink_;
    RowMonitor monitor_;
    bool valid_ = false;
    std::uint64_t first_cycle_ = 0;
    int quiet_ = 0;
};

}  // namespace mxgen::sim
