// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/liberty/characterization.h"

namespace mxgen::ppa {

/// A cell's arcs under one load. The slew at its inputs is the mean one that the cell makes of
/// itself under that load.
class LoadedCell {
  public:
    LoadedCell(const Cell& cell, const Library& library, double load_pf);

    /// ns from an input, by its place in Cell::inputs(), or of all (-1) to an output: the mean of
    /// rise and fall; none without tables.
    std::optional<double> delay(int input, const std::string& output) const;

  private:
    void settle();

    std::vector<Arc> arcs_;
    std::vector<std::string> outputs_;
    double load_ = 0, slew_ = 0;
};

/// The mean of a cell's input capacitances, pF.
double mean_capacitance(const Cell& cell);

/// A cell's inputs, the slowest to this output first where it drives two of its own pins; in their
/// order without tables.
std::vector<std::string> slowest_first(const Cell& cell, const Library& library,
                                       const std::string& output);

}  // namespace mxgen::ppa
