// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "sw/flow/synthesis.h"
#include "sw/power/design_energy.h"
#include "sw/support/json_type.h"

namespace mxgen::ppa {

/// What a layout is made with.
struct LayoutRequest {
    const LayoutKit& kit;
    const EnergyWorkload& workload;  ///< no name: no energy
    std::function<void(std::string_view)> say;
};

/// Places and routes a measured netlist, repeats timing and energy with its wires, draws it to
/// layout.svg, and adds the finish__* figures to `metrics`, which have those of synthesis. Throws
/// Error as place_and_route() and the steps of the flow do.
void add_layout(Json& metrics, const Flow& flow, const Netlist& netlist,
                const LayoutRequest& request);

}  // namespace mxgen::ppa
