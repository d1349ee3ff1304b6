// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "gen/arith/late_sum.h"
#include "gen/unit/convert.h"

namespace mxgen::unit {

/// Conversions of a row of an array's sums before it leaves.
struct ResultOptions {
    std::string name;                          ///< of the module; prefixes every other
    Format sum;                                ///< what an accumulator's code stands for
    std::optional<arith::LateForm> late = {};  ///< or: sums that are normalised here
    unsigned cols = 1;
    std::optional<Format> rounded;          ///< fp32, bf16, fp16: rounded once
    std::optional<ConvertOptions> blocked;  ///< or: a block format along the row, of `rounded` or
                                            ///< of the sums
    bool keeps_sums = false;                ///< gives the sums themselves, too
};

/// Takes `x_i`, a row of sums, and gives `c_o`, numbers or codes, with blocks `c_scale_o` and
/// `invalid_o` (a block lost NaN), and, where it keeps them, the sums as `sum_o`; holds while en_i
/// is 0, where it gets registers.
ir::Module array_result(const ResultOptions& options);

}  // namespace mxgen::unit
