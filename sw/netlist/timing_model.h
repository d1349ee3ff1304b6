// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "sw/netlist/netlist.h"
#include "sw/netlist/wire_loads.h"

namespace mxgen::ppa {

/// A netlist that is timed in place of one with many instances of the same modules.
struct TimingModel {
    Netlist netlist;
    std::string liberty;      ///< cells that exist for timing alone; empty: none, netlist is whole
    std::string description;  ///< what was done to which modules, or "flat"
};

/// Reduces a netlist for static timing analysis. Of each kept module with more than `max_whole`
/// instances these leave behind what the others can see: the load of every input, the gates and
/// registers that make the outputs, the load inside of what those drive. One whole instance more,
/// `latest_MODULE`, has at every input the latest arrival and the slowest edge of any instance's,
/// at every output the largest load. Paths outside the instances are thus exact and those inside a
/// bound that no instance exceeds (arrivals and delays grow with slews and loads in every library
/// worth using). `wires` load the nets of every module, as cells of no other use. A module stays
/// whole when it has latches or an input that is an output, too; all do where modules nest deeper.
TimingModel make_timing_model(const Netlist& netlist, const Library& library, std::size_t max_whole,
                              const WireLoads& wires = {});

}  // namespace mxgen::ppa
