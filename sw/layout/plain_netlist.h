// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>

#include "sw/netlist/netlist.h"

namespace mxgen::ppa {

/// The same flat netlist in names that every tool takes as they are: nets and the ports that they
/// are on "nNUMBER", further ports of a net "nNUMBER_BIT", instances "CELL_COUNT" (from 1 in the
/// order of the netlist, as qflow counts them), every port of one bit. Ports at a constant level
/// are left out, and output ports on an input's net. Throws Error (usage) where modules are left.
Netlist to_plain(const Netlist& netlist);

/// "n12", the plain name of a net.
std::string plain_net(int net);

/// The number of a plain name; -1 where it is none.
int net_of(const std::string& plain_name);

/// A pin on a net: the instance's name, or "PIN" for a port of the design; and the pin.
struct Terminal {
    std::string instance, pin;

    auto operator<=>(const Terminal&) const = default;
};

/// What a router connects: the terminals of each net of a plain netlist that has two or more of
/// them. Pins at a constant level belong to the supply, and to no net here.
std::map<std::string, std::set<Terminal>> routed_nets(const Netlist& plain);

/// The nets of routed_nets() in Berkeley's Logic Interchange Format (.gate lines), as qflow's
/// scripts read it, by the name of `model`.
std::string to_blif(const Netlist& plain, const std::string& model);

}  // namespace mxgen::ppa
