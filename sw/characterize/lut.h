// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "gen/ir/circuit.h"
#include "sw/characterize/measure.h"

namespace mxgen::characterize {

/// Maps a lowered circuit to a Xilinx 7-series device with Yosys, without DSP blocks: `gates` are
/// LUTs; delays are the longest path by the delays of cells that Yosys' models of the family state
/// (Artix-7, +/xilinx/cells_sim.v) and `net_ns` a net outside of carry chains and wide
/// multiplexers. Files go to a new directory under `directory` named after the circuit. Throws
/// mxgen::Error as the flow's steps do.
Measurement measure_luts(const ir::Circuit& circuit, const std::filesystem::path& directory);

/// A net, as Yosys' timing-driven mapping of the family takes it.
constexpr double net_ns = 0.3;

}  // namespace mxgen::characterize
