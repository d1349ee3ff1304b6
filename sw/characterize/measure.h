// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "gen/ir/circuit.h"
#include "sw/ppa/technology.h"

namespace mxgen::characterize {

/// What synthesis and static timing analysis make of a circuit.
struct Measured {
    double gates = 0;      ///< in areas of the library's smallest NAND2
    double delay_ns = 0;   ///< latest arrival
    double period_ns = 0;  ///< with the setup of the register that it arrives at
};

/// Synthesises a lowered circuit as `mxgen ppa` does; files go to a new directory under `directory`
/// named after the circuit. Throws mxgen::Error as the flow's steps do.
Measured measure(const ir::Circuit& circuit, const ppa::Technology& technology,
                 const std::filesystem::path& directory);

}  // namespace mxgen::characterize
