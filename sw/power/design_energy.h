// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sw/liberty/roles.h"
#include "sw/power/energy.h"

namespace mxgen::ppa {

/// Data that the energy is for: made for the input ports (clock left out) that it is asked for, of
/// the design or of one processing element; `sample` numbers the elements that are looked at.
struct EnergyWorkload {
    std::string name;           ///< what a report calls it; empty: no energy
    std::string key;            ///< the same in keys of metrics: "llm", "own" for a user's tensors
    std::string digest;         ///< of the data, for the cache
    std::size_t cycles = 0;     ///< to simulate; an array's are shared among the sampled elements
    double macs_per_cycle = 0;  ///< 0: the design does not multiply and add
    std::function<NetlistStimulus(const std::vector<NetlistPort>&, std::size_t sample)> stimulus;
};

/// Energy of a whole design, and of which sample it was taken.
struct DesignEnergy {
    Energy energy;
    std::string sample;  ///< "4 of 64 row_pe, 250 cycles each, spread 1.2 %; ..."; empty:
                         ///< everything was simulated
};

/// Energy of a cycle. Of an array a few processing elements are simulated, each on a stream of its
/// own, and scaled to all; what is around them (skew, stream and result registers, converters) is
/// simulated once, on what left the sampled ones. Leakage is of one nanosecond: times the period it
/// is a cycle's. `cell`, if any, is the register that elements stand behind;
/// `wires` load the nets besides pins. Throws Error as
/// make_event_circuit() and compute_energy() do.
DesignEnergy design_energy(const Netlist& netlist, const Library& library,
                           const std::optional<Register>& cell, const EnergyWorkload& workload,
                           const WireLoads& wires = {});

}  // namespace mxgen::ppa
