// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/liberty/library.h"
#include "sw/netlist/netlist.h"
#include "sw/netlist/wire_loads.h"

namespace mxgen::ppa {

/// Capacitance of wires as layouts of small designs have it, for those that are not laid out: a net
/// with n sinks in a module whose cells take A um2 has
/// (base_pf + n sink_pf) (A / 10^4 um2)^exponent.
struct WireModel {
    double base_pf = 0, sink_pf = 0, exponent = 0;
    std::string error;  ///< what the fit misses, in words

    double capacitance_pf(double sinks, double area_um2) const;
};

/// The wires of every net of every module by the model: sinks are the input pins of cells and
/// modules and the output ports, the area is that of the module with all that is in it.
WireLoads model_wires(const WireModel& model, const Netlist& netlist, const Library& library);

/// Sinks of each net of a module.
std::map<int, int> count_sinks(const Netlist& netlist, const std::string& module,
                               const Library& library);

}  // namespace mxgen::ppa
