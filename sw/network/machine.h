// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/unit/cycles.h"
#include "sw/unit/interface.h"
#include "sw/unit/unit.h"

namespace mxgen::network {

/// A figure and where it comes from: "measured", "estimated", "given".
struct Figure {
    double value = 0;
    std::string from;
};

/// A design that multiplies matrices, as a network sees it.
struct Machine {
    Config config;
    UnitDesign design;  ///< that of its run-time mode
    Interface interface;
    Figure clock_mhz;
    std::optional<Figure> mac_pj;   ///< energy of a multiply-accumulate
    std::optional<Figure> mac_um2;  ///< area of the design by its products a cycle

    const std::string& name() const { return config.name; }
    const MatrixUnit& unit() const;
    Operands operands() const;
    MatrixTile tile() const { return unit().tile(design); }
    /// Products a cycle when nothing waits.
    std::uint64_t products_per_cycle() const;
    /// From the first beat to the last result, nobody makes it wait. Streams of a dot product take
    /// a beat a cycle, one sum after the other.
    ArrayCycles cycles(const ProductShape& product) const;
};

/// Where the figures of a machine come from besides the estimates.
struct MachineRequest {
    std::filesystem::path runs = {};       ///< DIR/NAME/metrics.json of `mxgen ppa -o DIR`
    std::optional<double> clock_mhz = {};  ///< instead of what the circuit can do
    std::size_t mode = 0;                  ///< run-time mode
    std::vector<std::filesystem::path> liberty = {};
};

/// Clock and energy are those of the run where there is one, else estimates. Throws Error: usage
/// for a unit that multiplies no matrices, an unknown mode, a run without the figures, and as
/// estimates_of() does.
Machine machine_of(const Config& config, const MachineRequest& request);

}  // namespace mxgen::network
