// SPDX-License-Identifier: Apache-2.0
#pragma once

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
};

/// Asserts reset for three cycles with nothing on offer.
void hold_reset(Dut& dut);

}  // namespace mxgen::sim
