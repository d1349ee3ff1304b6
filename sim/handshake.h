// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "sim/payload.h"
#include "sw/unit/codes.h"

namespace mxgen::sim {

/// How often the two sides of a stream pause; probabilities per cycle, lengths in cycles.
struct Stalls {
    double source = 0, sink = 0;
    int max_pause = 1;
    std::uint64_t seed = 1;
};

/// The random pauses of one side of a stream, asked once per cycle.
class Pauses {
  public:
    /// `wait_for_other`: some pauses do not end before the other side is active, so that a valid
    /// that waits for ready never comes.
    Pauses(double probability, int max_pause, std::uint64_t seed, bool wait_for_other = false);

    /// Whether this side pauses now; `other` says whether the other side was active last cycle.
    bool now(bool other = true);

    /// Whether the pause lasts until the other side is active.
    bool waiting() const { return waiting_; }

    /// Other pauses from here on; one that has begun ends as it would.
    void set(double probability, int max_pause);

    /// No pause at the moment.
    void clear();

  private:
    double probability_;
    int max_pause_;
    bool wait_for_other_;
    Random random_;
    int left_ = 0;
    bool waiting_ = false;
};

/// Collects what leaves a stream of results and watches its rules (AXI4-Stream, 2.2.1): valid_o
/// stays and the payload is stable while ready_i is low.
class RowMonitor {
  public:
    explicit RowMonitor(const std::vector<Port>& ports);

    /// A settled cycle of the design. Throws Error(check_failed) when a rule is broken.
    void cycle(const Dut& dut, bool valid, bool ready);

    /// Rows since the start, in the order in which they left.
    Beats& rows() { return rows_; }

    /// Forgets everything.
    void clear();

  private:
    Beats rows_;
    Beats waiting_;  ///< what valid_o offers and nobody has taken
};

}  // namespace mxgen::sim
