// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/liberty/library.h"

namespace mxgen::ppa {

/// A non-linear delay or power table over input slew (ns) and output load (pF); a missing axis is
/// one point. Between points bilinear, beyond them linear in the last interval; negative values
/// stay.
class LibertyTable {
  public:
    /// The table of a group such as cell_rise. Empty where it cannot be read.
    static std::optional<LibertyTable> read(const Group& group, const Library& library);

    double operator()(double slew_ns, double load_pf) const;

  private:
    std::vector<double> slews_, loads_, values_;  ///< values_[slew * loads + load]
};

/// The delay from an input to an output of a cell; edges are of the output.
struct Arc {
    int input = 0, output = 0;  ///< places in Cell::inputs() and Cell::outputs()
    enum class Sense { positive, negative, either } sense = Sense::either;
    std::optional<LibertyTable> delay[2], slew[2];  ///< [0] fall, [1] rise; ns
};

/// Energy that a cell takes besides its load when a pin changes, pJ; `related` is the input that
/// caused it, or -1 for any. A group of an input is for that input's own edges.
struct PowerGroup {
    bool of_output = true;
    int pin = 0, related = -1;
    std::optional<Function> when;
    std::optional<LibertyTable> energy[2];  ///< [0] fall, [1] rise
};

/// Time and energy of a cell by its library.
struct Characterization {
    std::vector<Arc> arcs;
    std::vector<PowerGroup> power;
};

/// Reads a cell's timing and power groups; those on ground and bias rails are left out, since they
/// repeat the charge of the supply.
Characterization characterize(const Cell& cell, const Library& library);

}  // namespace mxgen::ppa
