// SPDX-License-Identifier: Apache-2.0
#include "sim/scoreboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/error.h"

namespace mxgen::sim {

namespace {

bool is_flag(const Port& port) {
    return port.name == "overflow_o" || port.name == "invalid_o" || port.name == "special_o" ||
           port.name == "last_o";
}

bool equal(const Batch& batch, const Beats& got, std::size_t record) {
    if (batch.flags_only.empty() || !batch.flags_only[record])
        return std::ranges::equal(batch.expected.bytes(record), got.bytes(record));
    for (std::size_t slot = 0; slot < got.ports().size(); ++slot)
        if (is_flag(got.ports()[slot]) &&
            !std::ranges::equal(batch.expected.bytes(record, slot), got.bytes(record, slot)))
            return false;
    return true;
}

}  // namespace

void Scoreboard::compare(const Batch& batch, const Beats& got, const Workload& workload) {
    const std::size_t records = batch.expected.size();
    if (got.size() != records)
        throw Error(Exit::check_failed,
                    fmt::format("{} results came, {} are due", got.size(), records));
    for (std::size_t record = 0; record < records; ++record) {
        if (equal(batch, got, record)) continue;
        if (mismatches_++ == 0)
            first_mismatch_ = fmt::format("first mismatch: vector {} of the {} stimulus\n{}",
                                          by_kind_[batch.kind] + record, batch.kind,
                                          workload.explain(batch, record, got));
    }
    const std::uint64_t results = records * workload.results_a_record();
    by_kind_[batch.kind] += results;
    vectors_ += results;
}

}  // namespace mxgen::sim
