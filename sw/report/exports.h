// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/report/compare.h"

namespace mxgen::report {

/// A run as models of accelerators know it: figures of one multiply-accumulate unit.
struct MacUnit {
    std::string name, technology;
    int width = 0;          ///< bits of an element of a
    double count = 1;       ///< multiply-accumulates a cycle of the whole design
    double area_um2 = 0;    ///< the design's by `count`
    double energy_pj = 0;   ///< of a multiply-accumulate, leakage included
    double leakage_pj = 0;  ///< of a cycle
    double period_ns = 0;   ///< at which energies were taken; 0: not known
    bool operator==(const MacUnit&) const = default;
};

/// Those of the runs that have energy and area, each once. Throws Error (usage) where two that
/// differ have one name and technology.
std::vector<MacUnit> mac_units(const std::vector<Run>& runs);

/// A table of Accelergy's table-based plug-ins (accelergy-table-based-plug-ins, `mac.csv`): an
/// attribute a column, then action, energy in pJ and area in um2 of one unit. Actions: compute,
/// and leak (a cycle).
std::string to_accelergy(const std::vector<Run>& runs);

/// Components of AccelForge (Accelergy-Project/accelforge, `examples/arches`): a node `!Compute`
/// for each design, in m2, W, J and s, the unit's latency being a period. Runs without it are left
/// out.
std::string to_accelforge(const std::vector<Run>& runs);

/// Synthesis results as the simulators of Bit Fusion (`results/systolic_array_synth.csv`, Sharma et
/// al., ISCA 2018) and its successors look them up, by precision and shape: a design that makes n
/// products a cycle is a column of n units. Powers are those at the energies' period. Runs without
/// it are left out. Throws Error (usage) where two designs would be found by one key.
std::string to_bitfusion(const std::vector<Run>& runs);

}  // namespace mxgen::report
