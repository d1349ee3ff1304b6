// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/late_sum.h"
#include "gen/unit/dot.h"

namespace mxgen::unit {

/// floor(log2 P) for each run-time mode (one without), P the largest magnitude of a block sum of
/// any codes, without scales.
std::vector<int> sum_exponents(const DotOptions& options);

/// How wide the sums of a dot product in late<W> are: with them `Start::link`, and `carries_sums`,
/// bring and take codes of code_bits() bits.
arith::LateForm late_form(const DotOptions& options);

}  // namespace mxgen::unit
