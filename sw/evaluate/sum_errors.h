// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sw/accuracy/errors.h"
#include "sw/evaluate/matrices.h"
#include "sw/unit/config.h"

namespace mxgen {

/// Errors of a design's running sums against the exact sums of the same products, on a user's
/// matrices: of scaled codes, without the factors that stay outside of every sum.
struct SumErrors {
    accuracy::Errors errors;     ///< a pair for each sum
    double sqnr_db = 0;          ///< infinite without error
    int rows = 0;                ///< of the product that were looked at
    std::size_t not_finite = 0;  ///< sums that are infinite or NaN, and left out
};

/// Of a design that keeps sums with exponents; empty for others, and for sums that its accumulator
/// does not take. In its first run-time mode, before an array converts its results.
std::optional<SumErrors> measure_sum_errors(const Config& config, const Matrices& matrices);

}  // namespace mxgen
