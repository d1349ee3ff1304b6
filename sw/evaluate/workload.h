// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "gen/ir/circuit.h"
#include "sw/evaluate/matrices.h"
#include "sw/power/design_energy.h"
#include "sw/tensor/data_set.h"
#include "sw/unit/config.h"

namespace mxgen {

/// The data that the configured design is driven with for its energy: for multipliers and dot
/// products the rows of A against the columns of B (drawn from the data set in place of a missing
/// file), quantized to the operands' formats, one beat a cycle, a new sum with every row
/// (stationary weights meet every row, below the sums of the blocks above them); for other units
/// uniformly random bits. No cycles: no energy. Throws Error (usage) for tensors that cannot be
/// read or quantized.
ppa::EnergyWorkload make_workload(const Config& config, const TensorFiles& tensors,
                                  std::size_t cycles, const tensor::DataSet& set = {});

/// The workload as bits of a circuit's inputs, in their order, for each cycle.
std::vector<std::vector<std::uint8_t>> input_bits(const ppa::EnergyWorkload& workload,
                                                  const ir::Circuit& circuit, std::size_t sample);

/// The same for several samples, the cycles shared among them.
std::vector<std::vector<std::vector<std::uint8_t>>> input_samples(
    const ppa::EnergyWorkload& workload, const ir::Circuit& circuit, std::size_t count);

/// Rows of A and columns of B of drawn matrices that nobody gave another shape.
inline constexpr std::size_t drawn_vectors = 16;

/// A (vectors x depth) or B (depth x vectors) of a data set as tensors of a format: where that has
/// integers and no shared scale, the set's full scale becomes the largest integer.
tensor::Tensor drawn_matrix(const tensor::DataSet& set, tensor::Factor factor,
                            const BlockFormat& format, std::size_t vectors, std::size_t depth);

/// The data that energy is wanted for, the first the one that is reported in every detail: the
/// user's tensors, if any, then the sets; none is repeated; without any the default set. Throws
/// Error as make_workload() does.
std::vector<ppa::EnergyWorkload> make_workloads(const Config& config, const TensorFiles& tensors,
                                                std::size_t cycles,
                                                const std::vector<tensor::DataSet>& sets);

}  // namespace mxgen
