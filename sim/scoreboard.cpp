// SPDX-License-Identifier: Apache-2.0
#include "sim/scoreboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/explain.h"
#include "sw/support/error.h"

namespace mxgen::sim {

namespace {

bool equal(const Batch& batch, const Beats& got, std::size_t record) {
    const auto& [expected, flags_only, causes] = batch.expected;
    if (!flags_only[record]) return std::ranges::equal(expected.bytes(record), got.bytes(record));
    for (std::size_t slot = 0; slot < got.ports().size(); ++slot)
        if (is_flag(got.ports()[slot].role) &&
            !std::ranges::equal(expected.bytes(record, slot), got.bytes(record, slot)))
            return false;
    return true;
}

/// 1, or the columns of an array.
std::uint64_t results_per_record(const Beats& got) {
    const int slot = got.slot(Role::result);
    return slot < 0 ? 1 : static_cast<std::uint64_t>(got.ports()[slot].elements);
}

}  // namespace

void Scoreboard::compare(const Batch& batch, const Beats& got) {
    const std::size_t records = batch.expected.size();
    if (got.size() != records)
        throw Error(Exit::check_failed,
                    fmt::format("{} results came, {} are due", got.size(), records));
    for (std::size_t record = 0; record < records; ++record) {
        if (equal(batch, got, record)) continue;
        if (mismatches_++ == 0)
            first_mismatch_ = fmt::format("first mismatch: vector {} of the {} stimulus\n{}",
                                          by_kind_[batch.kind] + record, batch.kind,
                                          explain(design_, batch, record, got));
    }
    const std::uint64_t results = records * results_per_record(got);
    by_kind_[batch.kind] += results;
    vectors_ += results;
}

}  // namespace mxgen::sim
