// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/ir/circuit.h"
#include "sw/flow/technology.h"

namespace mxgen::characterize {

/// Area and delay of a circuit by synthesis and static timing analysis.
struct Measurement {
    double gates = 0;      ///< in areas of the library's smallest NAND2, or in LUTs
    double delay_ns = 0;   ///< latest arrival
    double period_ns = 0;  ///< with the setup of the register that it arrives at
};

/// Writes a circuit's modules to files in a new directory and returns their names.
std::vector<std::string> write_sources(const ir::Circuit& circuit,
                                       const std::filesystem::path& directory);

/// Synthesises a lowered circuit as `mxgen ppa` does; files go to a new directory under `directory`
/// named after the circuit. Throws mxgen::Error as the flow's steps do.
Measurement measure(const ir::Circuit& circuit, const ppa::Technology& technology,
                    const std::filesystem::path& directory);

}  // namespace mxgen::characterize
