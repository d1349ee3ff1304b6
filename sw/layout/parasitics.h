// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/layout/plain_netlist.h"
#include "sw/netlist/wire_loads.h"

namespace mxgen::ppa {

/// The wires of a net as a tree of resistors: node 0 is the driving pin, every other node hangs on
/// an earlier one by a piece of wire.
struct WireTree {
    struct Node {
        std::size_t parent = 0;
        double ohms = 0;  ///< of the wire from the parent
        double pf = 0;    ///< of the same wire
        Terminal pin;     ///< empty: wires meet here
    };
    std::vector<Node> nodes;

    double capacitance_pf() const;
    double resistance_ohms() const;  ///< of all its wires
};

/// Trees by net.
using Parasitics = std::map<std::string, WireTree>;

/// Reads what qrouter's write_delays writes: a line for each net, "NET 1 DRIVER SINKS TREE", where
/// a tree is "( OHMS PF [PIN] [TREE , ...] )" and a pin "INSTANCE/PIN" or "PIN/PORT", or "ERROR"
/// where a wire ends in none that it knows. Throws Error
/// (tool_failed) naming `file` and line where it is malformed or nested deeper than 10,000.
Parasitics read_rc(const std::string& text, const std::string& file);

/// Throws Error (tool_failed) naming net and pin where a net has no tree; pins that a tree does not
/// reach, as qrouter leaves out what meets a net within a pin's own metal, are hung on the driver
/// without a wire. Returns how many there were.
std::size_t complete_trees(Parasitics& parasitics, const Netlist& plain);

/// The parasitics as IEEE 1481-1999 (SPEF), in pF, ohm and ns: of each wire half the capacitance at
/// either end.
std::string to_spef(const Parasitics& parasitics, const Netlist& plain);

/// Capacitance of each net of the netlist's top, whose plain names the trees have.
WireLoads wire_loads(const Parasitics& parasitics, const std::string& top);

}  // namespace mxgen::ppa
