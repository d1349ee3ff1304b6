// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace mxgen::ppa {

/// What is needed here of a file in the Library Exchange Format (LEF/DEF 5.8 Language Reference).
struct CellShapes {
    struct Size {
        double width = 0, height = 0;  ///< um
    };
    std::map<std::string, Size> cells;      ///< MACROs by name
    std::vector<std::string> route_layers;  ///< of TYPE ROUTING, the lowest first
};

/// Reads the text of a LEF file. Throws Error (usage) naming `file` where it has no cell or no
/// layer for wires.
CellShapes read_lef(const std::string& text, const std::string& file);

/// The text with every EDGECAPACITANCE doubled, for qrouter, which counts one edge of a wire where
/// LEF means both ("2 x (width + length)", LAYER (Routing), EDGECAPACITANCE).
std::string with_both_edges(const std::string& text);

}  // namespace mxgen::ppa
