// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/netlist/netlist.h"

namespace mxgen::ppa {

/// The netlist as structural Verilog that Yosys, Verilator and OpenSTA 2019 read alike: ports as
/// they are, every other net a wire of one bit under its RTL name, no expression but a bit for a
/// bit.
std::string to_verilog(const Netlist& netlist);

}  // namespace mxgen::ppa
