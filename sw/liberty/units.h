// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/liberty/liberty.h"

namespace mxgen::ppa {

/// The units of a Liberty file (Liberty User Guide, volume 2, "library" group). What a file does
/// not state is as in the guide's examples: 1 ns, 1 pF, 1 nW, 1 V.
struct LibertyUnits {
    double time_ns = 1;
    double capacitance_pf = 1;
    double leakage_nw = 1;
    double voltage_v = 1;

    bool operator==(const LibertyUnits&) const = default;

    /// That of internal_power tables: capacitance times voltage squared.
    double energy_pj() const { return capacitance_pf * voltage_v * voltage_v; }
};

/// The units that a library states; that of currents is read, too, but nothing here counts it.
/// Throws Error (usage) naming `file` and the attribute when one cannot be read.
LibertyUnits units_of(const Group& library, const std::string& file);

/// States every time, capacitance, leakage, energy and voltage of the library in ns, pF, nW, pJ and
/// V, so that all tools see one set of units whatever they make of others; tables by their kind and
/// the variables of their templates. Groups that only current-source and noise models have are left
/// out. Whether anything changed: a library in these units is left as it is. Throws as units_of().
bool to_plain_units(Group& library, const std::string& file);

}  // namespace mxgen::ppa
