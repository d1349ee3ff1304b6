// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/liberty/roles.h"
#include "sw/netlist/netlist.h"

namespace mxgen::ppa {

constexpr std::size_t max_sinks = 16;  ///< pins of cells that a net drives after buffer_fanouts()

/// Puts balanced trees of the library's buffers between a net and its sinks where there are more
/// than max_sinks: ABC does so for gates, but not for registers, ports of kept modules and
/// instances. The port of an instance counts for the pins behind it. Clock and reset (ports clk_i,
/// rst_ni) and the ports of the top stay as they are. Without a buffer in the library nothing is
/// done. Returns the number of buffers.
std::size_t buffer_fanouts(Netlist& netlist, const Library& library, const Roles& roles);

}  // namespace mxgen::ppa
