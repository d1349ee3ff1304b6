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
    std::string family;                   ///< one of fpga_families()
    std::chrono::seconds proof_limit{5};  ///< then what simulation showed stands
    std::chrono::seconds tool_limit{1800};
    std::function<void(std::string_view)> progress = {};  ///< told what is being done
};

/// Cells of a mapped design by what they are to a user.
struct FpgaCells {
    int luts = 0, carries = 0, registers = 0, multiplexers = 0, dsps = 0, others = 0;
    int lut4_equivalents = 0;  ///< bits of tables in sixteens
};

/// Sorts the cells of a family into those kinds; buffers of pads and clocks, and constants, are
/// left out. Multiplexers are those that join tables to wider ones inside a slice (MUXF7, PFUMX,
/// ...). So that families compare, `lut4_equivalents` counts a table of five inputs twice, of six
/// four times, and the two that are part of an ECP5's carry cell (CCU2C); the multiplexers that
/// join them count nothing.
FpgaCells count_cells(const std::string& family, const std::map<std::string, int>& cells);

/// Maps the package in DIRECTORY to a family with Yosys (xilinx: 7 series), once with the family's
/// DSP blocks and, where that took any, once without (`fpga__nodsp__*`); ice40 and ecp5 are also
/// placed and routed when nextpnr-ice40 or nextpnr-ecp5 is there and the device's pins suffice
/// (`fpga__place` says what was done; without it there is no delay). Each netlist is compared with
/// the RTL as check_fpga_equivalence() does. The figures go to DIRECTORY/metrics.json and are
/// returned. A run with the same inputs, scripts and tools is not repeated (recorded_run()). Throws
/// Error as run_step() and check_fpga_equivalence() do.
Json run_fpga(const std::filesystem::path& directory, const FpgaOptions& options);

}  // namespace mxgen::ppa
