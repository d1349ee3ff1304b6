// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/liberty/characterization.h"
#include "sw/netlist/netlist.h"
#include "sw/netlist/wire_loads.h"

namespace mxgen::ppa {

/// The surroundings of a circuit whose energy is computed. A net's load is its pins and its wires.
struct Conditions {
    double voltage = 0;           ///< V; 0: the library's nominal voltage
    double input_slew_ns = 0.06;  ///< at inputs and at the clock
    double output_load_pf = 0;    ///< at each output port
    WireLoads wires = {};         ///< of the netlist's modules; their resistance is left out
};

/// A mapped netlist without hierarchy, its delays and energies looked up for every instance: what
/// an event simulation walks over. Cells have at most 6 inputs. Places are indices into the
/// vectors.
struct EventCircuit {
    static constexpr std::int32_t none = -1;

    enum class NetKind : std::uint8_t { cell, input, clock };

    /// A pin that a net drives; its energies (pJ) are for the pin's fall and rise.
    struct Sink {
        std::int32_t cell;
        std::uint8_t pin;
        float energy[2];
    };
    struct Net {
        std::uint32_t first_sink = 0, sinks = 0;
        NetKind kind = NetKind::cell;
        double toggle_pj = 0;  ///< C V^2 / 2
        std::string part;      ///< of the design; empty: not known
    };
    /// An output of a cell; arrival and energy by causing input, [2 * input + value].
    struct Output {
        std::int32_t net = none, cell = none;
        std::uint64_t table = 0;
        std::uint32_t first_edge = 0;
    };
    struct Edge {
        std::int32_t delay_ps = 1;
        float energy = 0;  ///< without a condition that holds
        std::uint32_t first_condition = 0, conditions = 0;
    };
    /// Energy of an edge while the side inputs are such.
    struct Condition {
        std::uint64_t table;
        float energy;
    };
    struct Cell {
        const ppa::Cell* type = nullptr;
        std::string name;
        std::uint32_t first_output = 0, outputs = 0, inputs = 0;
        bool is_register = false;
        std::int32_t clock_pin = none;
        std::uint64_t next = 0, clear = 0, preset = 0;  ///< register: tables over the inputs
        std::uint64_t inverted = 0;                     ///< register: outputs that are !state
        double clock_pj = 0;                            ///< register: of a cycle's two clock edges
    };

    std::vector<Net> nets;  ///< 0 and 1 are the constants
    std::vector<Sink> sinks;
    std::vector<Output> outputs;
    std::vector<Edge> edges;
    std::vector<Condition> conditions;
    std::vector<Cell> cells;
    std::vector<std::int32_t> inputs;       ///< nets of the input ports' bits, clock left out
    std::vector<std::int32_t> output_nets;  ///< nets of the output ports' bits
    std::vector<NetlistPort> ports;         ///< of the top, in terms of these nets
    std::int32_t clock = none;
    std::string clock_port;  ///< empty: there is none
    double leakage_nw = 0;
    bool has_power = false;  ///< the library states internal energies
};

/// A place as an index.
inline std::size_t at(std::int32_t place) { return static_cast<std::size_t>(place); }

/// Flattens and characterises a netlist, whose `controls` name the clock. Throws Error
/// (usage) for a latch, a gated clock, a combinational loop or a cell of more than 6 inputs.
EventCircuit make_event_circuit(const Netlist& netlist, const Library& library,
                                const Conditions& conditions);

}  // namespace mxgen::ppa
