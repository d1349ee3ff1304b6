// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sw/layout/plain_netlist.h"

namespace mxgen::ppa {

/// A placed cell; its lower left corner is at (x, y) in database units, whatever its orientation.
struct PlacedCell {
    std::string name, type;
    int x = 0, y = 0;
};

/// A straight piece of wire on a layer, in database units; of no length where vias meet.
struct WireSegment {
    std::string layer;
    int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

/// A net as it was routed.
struct RoutedNet {
    std::set<Terminal> terminals;
    std::vector<WireSegment> segments;
    std::int64_t vias = 0;
    bool is_routed = false;  ///< the router wrote wires or vias of it
};

/// A placed and routed design: what is needed here of a file in the Design Exchange Format
/// (LEF/DEF 5.8 Language Reference), without its supply.
struct RoutedDesign {
    double units_per_um = 100;  ///< database units
    WireSegment die;            ///< DIEAREA: two corners
    std::vector<PlacedCell> cells;
    std::map<std::string, RoutedNet> nets;
};

/// Reads the text of a DEF file. Throws Error (tool_failed) naming `file` where it is cut short or
/// malformed.
RoutedDesign read_def(const std::string& text, const std::string& file);

/// Length of all wires, um.
double wire_length_um(const RoutedDesign& design);

/// Throws Error (tool_failed) naming the first net or cell that differs where the layout does not
/// have exactly the netlist's cells (besides those of type `filler`), its nets between exactly
/// their pins, and wires on each of them.
void check_connections(const RoutedDesign& design, const Netlist& plain, const std::string& filler);

}  // namespace mxgen::ppa
