// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "sw/support/json_type.h"

namespace mxgen::ppa {

/// How a design is costed for an FPGA.
struct FpgaOptions {
    std::string family;  ///< one of fpga_families()
    std::chrono::seconds proof_limit{60};
    std::chrono::seconds tool_limit{1800};
    std::function<void(std::string_view)> progress = {};  ///< told what is being done
};

/// Cells of a mapped design by what they are to a user.
struct FpgaCells {
    int luts = 0, carries = 0, registers = 0, multiplexers = 0, dsps = 0, others = 0;
};

/// Sorts the cells of a family into those kinds; buffers of pads and clocks, and constants, are
/// left out.
FpgaCells count_cells(const std::string& family, const std::map<std::string, int>& cells);

/// Maps the package in DIRECTORY to a family with Yosys (xilinx: 7 series), once with the family's
/// DSP blocks and, where that took any, once without (`fpga__nodsp__*`); ice40 is also placed and
/// routed on an HX8K when nextpnr-ice40 is there and its pins suffice (`fpga__place` says what was
/// done). Each netlist is compared with the RTL as check_equivalence() does. The figures go to
/// DIRECTORY/metrics.json and are returned. A run with the same inputs, scripts and tools is not
/// repeated (recorded_run()). Throws Error as run_step() and check_equivalence() do.
Json run_fpga(const std::filesystem::path& directory, const FpgaOptions& options);

}  // namespace mxgen::ppa
