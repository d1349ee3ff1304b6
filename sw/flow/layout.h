// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "sw/flow/synthesis.h"
#include "sw/layout/def.h"
#include "sw/layout/lef.h"
#include "sw/layout/parasitics.h"

namespace mxgen::ppa {

/// A placed and routed netlist and its wires.
struct RoutedLayout {
    Netlist plain;  ///< the netlist in the layout's names
    CellShapes shapes;
    RoutedDesign design;
    Parasitics parasitics;
    std::size_t unreached = 0;  ///< pins that the router's account of wires does not reach
    double core_um2 = 0;        ///< of the rows, fillers and supply stripes included
    double cells_um2 = 0;       ///< of the cells without fillers
};

/// Cells up to which placement and routing take minutes.
constexpr std::int64_t max_layout_cells = 5000;

/// Throws Error where a layout of the technology cannot be made: usage for one without a kit,
/// tool_missing for a program or a script of qflow that is absent, naming its Debian package.
void check_layout_tools(const Technology& technology);

/// Throws Error (usage) for a netlist that is not flat or has more than max_layout_cells cells.
void check_layout_size(const Netlist& netlist);

/// The SHA-256 of what a layout goes by besides the netlist: the kit's files and qflow's scripts.
std::string layout_digest(const LayoutKit& kit);

/// Places the netlist with graywolf and routes it with qrouter, by qflow's scripts, in a directory
/// below the flow's own, in which layout.def, layout.spef, layout.v, layout.names (plain names and
/// those of the netlist) and layout_wires.csv (net, sinks, pF, ohms) are left. The graphical parts
/// of the tools are not used, and their random numbers begin at the technology's seed: equal
/// netlists have equal layouts. Throws Error: usage as check_layout_size(), tool_failed where a
/// tool fails, a net is not routed, or the layout is not the netlist's (check_connections()).
RoutedLayout place_and_route(const Flow& flow, const Netlist& netlist, const LayoutKit& kit,
                             const std::function<void(std::string_view)>& say);

}  // namespace mxgen::ppa
