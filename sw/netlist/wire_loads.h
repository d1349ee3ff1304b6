// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace mxgen::ppa {

/// Capacitance of the wires of a netlist, pF, by module and by net of that module. A net that
/// crosses hierarchy has a share in each module that it is in. Nets that are absent have none.
using WireLoads = std::map<std::string, std::map<int, double>>;

}  // namespace mxgen::ppa
