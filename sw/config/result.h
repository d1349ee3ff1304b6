// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/config/config.h"
#include "sw/model/convert.h"

namespace mxgen {

/// What a row of an array's sums becomes before it leaves: first `rounded`, then `blocked` along
/// the row; neither: the sums leave.
struct ArrayOutput {
    Format sum;                          ///< of the accumulator's codes
    std::optional<Format> rounded;       ///< fp32, bf16, fp16
    std::optional<BlockFormat> blocked;  ///< elements and scale

    bool converts() const { return rounded || blocked; }
};

/// The configured output; empty where its name means nothing. NAME_bN is block format NAME with
/// blocks of N.
std::optional<ArrayOutput> array_output(const Config& config);

/// One row of results, as it leaves.
struct ResultRow {
    std::vector<Integer> codes, scales;
    bool invalid = false;  ///< a block lost NaN
};

/// The golden row of results for a row of accumulator codes.
ResultRow result_row(const Config& config, const ArrayOutput& output,
                     std::span<const Integer> sums);

/// The number that result `i` of a row stands for.
model::Value result_value(const ArrayOutput& output, const ResultRow& row, std::size_t i);

}  // namespace mxgen
