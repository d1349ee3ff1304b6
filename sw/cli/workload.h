// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sw/flow/run.h"
#include "sw/unit/config.h"
#include "sw/unit/operand_pair.h"

namespace mxgen::cli {

/// Where the data of an energy figure comes from.
struct WorkloadSource {
    std::filesystem::path a, b;  ///< matrices A (M x K) and B (K x N) in .npy; empty: Gaussian ones
    DataRule rule = {};          ///< how tensors become operands
    std::size_t cycles = 1000;   ///< 0: no energy
};

/// The data that the configured design is driven with for its energy: for multipliers and dot
/// products the rows of A against the columns of B, quantized to the operands' formats, one beat a
/// cycle, a new sum with every row (stationary weights meet every row, below the sums of the blocks
/// above them); for other units uniformly random bits. Throws Error (usage) for
/// tensors that cannot be read or quantized.
ppa::EnergyWorkload make_workload(const Config& config, const WorkloadSource& source);

}  // namespace mxgen::cli
