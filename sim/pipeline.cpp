// SPDX-License-Identifier: Apache-2.0
#include "sim/pipeline.h"

#include <fmt/format.h>

#include "sw/support/error.h"

namespace mxgen::sim {

PipelineDriver::PipelineDriver(Dut& dut, int latency, double bubbles, std::uint64_t seed)
    : dut_(dut),
      latency_(latency),
      bubbles_(bubbles),
      random_(seed),
      clk_i_(dut.find(Role::clock)),
      valid_i_(dut.find(Role::valid, Stream::input)),
      ready_o_(dut.find(Role::tensor_ready, Stream::input)),
      valid_o_(dut.find(Role::valid, Stream::output)) {}

void PipelineDriver::reset() { hold_reset(dut_, latency_ + 3); }

void PipelineDriver::run(const Batch& batch, Beats& got) {
    std::bernoulli_distribution bubble(bubbles_);
    const std::vector<Cause>& causes = batch.expected.causes;
    std::size_t result = 0;
    for (std::size_t record = 0; record < batch.in.size(); ++record) {
        while (bubbles_ > 0 && bubble(random_)) cycle(false, 0, got);
        drive(dut_, batch.in, record);
        int results = 0;
        for (; result < causes.size() && causes[result].last() == record; ++result) ++results;
        while (!cycle(true, results, got)) {
        }
    }
    while (!due_.empty()) cycle(false, 0, got);
}

/// One clock cycle. In a bubble the payload stays what it was: it must not matter.
bool PipelineDriver::cycle(bool valid, int results, Beats& got) {
    if (valid_i_ >= 0) dut_.set(valid_i_, valid);
    if (clk_i_ >= 0)
        dut_.settle();
    else
        dut_.eval();

    const bool taken = valid && (ready_o_ < 0 || dut_.get(ready_o_) != 0);
    // One after the other, the first a latency after the last beat that it follows from.
    for (int i = 0; taken && i < results; ++i)
        due_.push_back(now_ + static_cast<std::uint64_t>(latency_ + i));
    const bool due = !due_.empty() && due_.front() == now_;
    if (due) due_.pop_front();
    ++now_;
    if (valid_o_ >= 0 && (dut_.get(valid_o_) != 0) != due)
        throw Error(Exit::check_failed,
                    fmt::format("cycle {}: valid_o is {}, {} after a latency of {} cycles",
                                dut_.cycles(), dut_.get(valid_o_),
                                due ? "but a result is due" : "but no result is due", latency_));
    if (due) append_shown(got, dut_);
    if (clk_i_ >= 0) dut_.rise();
    return taken;
}

}  // namespace mxgen::sim
