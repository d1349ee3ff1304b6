// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/handshake.h"
#include "sim/workload.h"

namespace mxgen::sim {

/// Carries batches through a design under test by the rules of its ports.
class Driver {
  public:
    virtual ~Driver() = default;

    /// Holds reset for some cycles; everything in flight is lost.
    virtual void reset() = 0;

    /// Sends a batch and collects its results. Throws Error(check_failed) when the design breaks a
    /// rule of its ports.
    virtual void run(const Batch& batch, Beats& got) = 0;

    /// Other pauses from here on, for designs that can be stalled.
    virtual void set_stalls(const Stalls&) {}
};

/// Asserts reset, where there is one, with nothing on offer, long enough for registers without
/// reset to be written from the inputs; the design's assertions count from its end.
void hold_reset(Dut& dut, int cycles);

}  // namespace mxgen::sim
