// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sw/power/event_circuit.h"

namespace mxgen::ppa {

/// Bits of ports, cycle by cycle: port by port in the order of the netlist, the lowest bit first.
using Waveform = std::vector<std::vector<std::uint8_t>>;

/// Bits of the input ports but the clock.
struct NetlistStimulus {
    std::string name;  ///< what a report calls it
    Waveform cycles;   ///< the first of them only settles the circuit
};

/// Energy of a cycle, pJ.
struct Energy {
    double switching = 0;       ///< C V^2 / 2 a toggle of nets that cells drive
    double input_nets = 0;      ///< the same of nets that input ports drive
    double internal = 0;        ///< inside cells, clock pins left out
    double clock_net = 0;       ///< C V^2 of the clock net
    double clock_internal = 0;  ///< inside registers at the clock's edges
    double leakage = 0;         ///< over the period
    double glitch = 0;          ///< part of `switching` that settled values do not explain
    std::uint64_t cycles = 0;
    std::map<std::string, double> parts;  ///< switching, internal and clock by part of the design

    double clock() const { return clock_net + clock_internal; }
    double total() const { return switching + input_nets + internal + clock() + leakage; }
};

/// Adds `times` the energy of a part to that of a whole; cycles stay the whole's unless it has
/// none.
void add(Energy& whole, const Energy& part, double times);

/// Simulates the stimulus, its halves on two threads, and charges every event. `outputs`, if any,
/// takes what the output ports settle at in the counted cycles. Throws Error (usage) when the
/// stimulus has no cycle to count or does not fit the circuit.
Energy compute_energy(const EventCircuit& circuit, const NetlistStimulus& stimulus,
                      double period_ns, Waveform* outputs = nullptr);

}  // namespace mxgen::ppa
