// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "sw/evaluate/matrices.h"
#include "sw/power/design_energy.h"
#include "sw/unit/config.h"

namespace mxgen {

/// The data that the configured design is driven with for its energy: for multipliers and dot
/// products the rows of A against the columns of B (Gaussian ones in place of a missing file),
/// quantized to the operands' formats, one beat a cycle, a new sum with every row (stationary
/// weights meet every row, below the sums of the blocks above them); for other units uniformly
/// random bits. No cycles: no energy. Throws Error (usage) for tensors that cannot be read or
/// quantized.
ppa::EnergyWorkload make_workload(const Config& config, const TensorFiles& tensors,
                                  std::size_t cycles);

}  // namespace mxgen
