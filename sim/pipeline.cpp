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
      clk_i_(dut.find("clk_i")),
      valid_i_(dut.find("valid_i")),
      valid_o_(dut.find("valid_o")) {}

void PipelineDriver::reset() { hold_reset(dut_, latency_ + 3); }

void PipelineDriver::run(const Batch& batch, Beats& got) {
    std::bernoulli_distribution bubble(bubbles_);
    const int leaving = latency_ + batch.records_a_result - 1;
    due_.assign(static_cast<std::size_t>(leaving) + 1, 0);
    for (std::size_t record = 0; record < batch.in.size(); ++record) {
        while (bubbles_ > 0 && bubble(random_)) cycle(batch, record, false, got);
        cycle(batch, record, true, got);
    }
    for (int i = 0; i < leaving; ++i) cycle(batch, 0, false, got);
}

/// One clock cycle. In a bubble the payload stays what it was: it must not matter.
void PipelineDriver::cycle(const Batch& batch, std::size_t record, bool valid, Beats& got) {
    if (valid) batch.in.drive(dut_, record);
    if (valid_i_ >= 0) dut_.set(valid_i_, valid);
    if (clk_i_ >= 0)
        dut_.settle();
    else
        dut_.eval();

    const bool ends_result = (record + 1) % batch.beats_a_result == 0;
    for (int i = 0; i < batch.records_a_result && valid && ends_result; ++i)
        due_[(now_ + static_cast<std::size_t>(latency_ + i)) % due_.size()] = 1;
    const bool due = due_[now_ % due_.size()] != 0;
    due_[now_ % due_.size()] = 0;
    ++now_;
    if (valid_o_ >= 0 && (dut_.get(valid_o_) != 0) != due)
        throw Error(Exit::check_failed,
                    fmt::format("cycle {}: valid_o is {}, {} after a latency of {} cycles",
                                dut_.cycles(), dut_.get(valid_o_),
                                due ? "but a result is due" : "but no result is due", latency_));
    if (due) got.append(dut_);
    if (clk_i_ >= 0) dut_.rise();
}

}  // namespace mxgen::sim
