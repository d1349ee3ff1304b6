// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sw/layout/def.h"
#include "sw/layout/lef.h"

namespace mxgen::ppa {

/// What a picture says of a layout.
struct PictureTexts {
    std::string title;
    std::map<std::string, std::string> parts;  ///< by instance: of the design, which colours it
};

/// The layout as an SVG picture: die, cells as rectangles coloured by the part that they belong to
/// (fillers are left blank), wires coloured by layer, a legend of both. Lengths are tenths of a um.
/// Throws Error (tool_failed) for a cell that the shapes do not have.
std::string to_svg(const RoutedDesign& design, const CellShapes& shapes, const std::string& filler,
                   const PictureTexts& texts);

}  // namespace mxgen::ppa
