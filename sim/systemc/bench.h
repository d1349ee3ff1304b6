// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/driver.h"
#include "sim/handshake.h"

namespace mxgen::sim {

/// An array in a SystemC test bench (IEEE 1666-2011): a clock, a source and a sink with random
/// pauses of their own, and a monitor, in processes that know each other by signals alone. One in
/// a process: the SystemC kernel simulates one design.
class SystemcBench : public Driver {
  public:
    /// `patience`: cycles in which a free design must accept or deliver something.
    SystemcBench(Dut& dut, const Stalls& stalls, int patience);
    ~SystemcBench() override;

    void reset() override;
    void run(const Batch& batch, Beats& got) override;
    void set_stalls(const Stalls& stalls) override;

  private:
    struct Modules;
    std::unique_ptr<Modules> modules_;
};

}  // namespace mxgen::sim
