// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "gen/gates/estimate.h"

namespace mxgen::gates {

/// What the hand-written arrays (hw/rtl/mx_array.sv, mx_weight_array.sv) put around their
/// elements, in bits.
struct Grid {
    unsigned elements = 0;
    /// Registers that hold while the array stands: skew, streams, weights, finished sums.
    double a = 0, b = 0, sums = 0;
    double tokens = 0;    ///< registers with reset: what is valid, first, last
    double selected = 0;  ///< taken from one of two
    double gathered = 0;  ///< sums of rows, let through by turns and joined
    bool sums_travel = false;

    double registers() const { return a + b + sums + tokens; }
};

/// The grid that a top module holds; no elements: it holds none.
Grid grid_of(const ir::Circuit& top);

/// The submodule of that instance, or null.
std::shared_ptr<const ir::Circuit> find_module(const ir::Circuit& top, const std::string& instance);

/// The processing element of the grid that a top module holds.
std::shared_ptr<const ir::Circuit> element_of(const ir::Circuit& top);

/// Changes of a bit in a cycle.
struct GridRates {
    double a = 0, b = 0, sums = 0;
};

/// Area of a grid without its elements; no delay.
Estimate estimate(const Grid& grid, const CellSet& cells);

/// Its energy in a cycle, pJ.
double energy_pj(const Grid& grid, const CellSet& cells, const GridRates& rates);

}  // namespace mxgen::gates
