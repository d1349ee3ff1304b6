// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/lef.h"

#include <fmt/format.h>

#include <sstream>

#include "sw/support/files.h"

namespace mxgen::ppa {

CellShapes read_lef(const std::string& text, const std::string& file) {
    CellShapes shapes;
    std::istringstream lines(text);
    std::string layer, cell;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word, name, by;
        CellShapes::Size size;
        words >> word;
        if (word == "MACRO") {
            words >> cell;
        } else if (word == "LAYER" && cell.empty()) {
            words >> layer;
        } else if (word == "TYPE" && words >> name && name == "ROUTING") {
            shapes.route_layers.push_back(layer);
        } else if (word == "SIZE" && !cell.empty() && words >> size.width >> by >> size.height) {
            shapes.cells[cell] = size;
        } else if (word == "END" && words >> name && name == cell) {
            cell.clear();
        }
    }
    if (shapes.cells.empty() || shapes.route_layers.empty())
        refuse_file(file,
                    "has no MACRO with a SIZE, or no LAYER of TYPE ROUTING; allowed: a LEF "
                    "file of cells and layers");
    return shapes;
}

std::string with_both_edges(const std::string& text) {
    std::istringstream lines(text);
    std::string out;
    for (std::string line; std::getline(lines, line); out += line + "\n") {
        std::istringstream words(line);
        std::string word;
        double pf = 0;
        if (words >> word && word == "EDGECAPACITANCE" && words >> pf)
            line = fmt::format("  EDGECAPACITANCE {:.9g} ;", 2 * pf);
    }
    return out;
}

}  // namespace mxgen::ppa
