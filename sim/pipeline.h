// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>

#include "sim/driver.h"
#include "sw/unit/codes.h"

namespace mxgen::sim {

/// Drives a unit whose results come a fixed number of cycles after their inputs (valid_i, valid_o),
/// or at once where it has no clock, and checks that they come exactly then.
class PipelineDriver : public Driver {
  public:
    /// `bubbles`: the probability of a cycle without valid input.
    PipelineDriver(Dut& dut, int latency, double bubbles, std::uint64_t seed);

    void reset() override;
    void run(const Batch& batch, Beats& got) override;

  private:
    /// Whether the beat on offer was taken, `results` of which are due then.
    bool cycle(bool valid, int results, Beats& got);

    Dut& dut_;
    int latency_;
    double bubbles_;
    Random random_;
    int clk_i_, valid_i_, ready_o_, valid_o_;
    std::deque<std::uint64_t> due_;  ///< cycles in which results are
    std::uint64_t now_ = 0;
};

}  // namespace mxgen::sim
