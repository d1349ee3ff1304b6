// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/dot_workload.h"

namespace mxgen::sim {

/// Every pair of element codes of at most 16 bits, each in another lane with zeros beside it; with
/// a single product a step every combination of scales too. No steps where they have more than
/// `limit` bits.
Steps exhaustive_steps(const Config& config, int limit);

/// By construction: every corner code with every corner code in every lane; specials against
/// specials in neighbouring lanes; corner scales with each other; corner products one after the
/// other in one accumulator.
Steps corner_steps(const Config& config);

/// `count` steps of weighted random sums.
Steps random_steps(const Config& config, std::uint64_t seed, std::uint64_t count);

/// Every row of a with every row of b, both of whole steps, sum after sum.
Steps product_steps(const Config& config, const ProductOperands& operands);

}  // namespace mxgen::sim
