// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "sw/netlist/netlist.h"

namespace mxgen::ppa::tests {

inline constexpr double reference_volts = 1.3, reference_slew = 0.07, reference_load = 0.011;

/// base + slew * (input slew, ns) + load * (output load, pF): of a table, exact at every place.
struct Plane {
    double base = 0, slew = 0, load = 0;
    double operator()(double ns, double pf) const { return base + slew * ns + load * pf; }
};

/// Two values by edge: fall, rise.
template <class T>
using Edges = std::array<T, 2>;

/// Energy (pJ) of an output edge that input `cause` made (-1: any) while `when` holds: a table over
/// the inputs, 0 for always, written `condition`.
struct OutputEnergy {
    int cause = -1;
    unsigned when = 0;
    std::string condition = {};
    Edges<Plane> energy;
};

/// A cell of one output, in closed form; a flip-flop has the inputs D and C, and no table.
struct ReferenceCell {
    std::vector<std::string> inputs;
    std::string function;
    unsigned table = 0;  ///< output by the inputs, the first as the lowest bit
    char sense = 'n';    ///< n: inverts, e: either edge
    Edges<double> capacitance;
    Edges<Plane> delay, slew;
    double later = 0;  ///< ns that each further input takes longer
    std::vector<OutputEnergy> output_energy;
    Edges<Plane> pin_energy = {};  ///< pJ of an input's own edge, the clock's left out
    double leakage_nw = 0;
    Edges<Plane> clock_energy = {};

    bool is_register() const { return table == 0; }
    const Edges<Plane>& own_energy(std::size_t input) const {
        return is_register() && input == 1 ? clock_energy : pin_energy;
    }
};

using ReferenceCells = std::map<std::string, ReferenceCell>;

/// Every edge, pin and cause costs something else, and conditions overlap: the first is to count.
inline ReferenceCells reference_cells() {
    ReferenceCells cells;
    cells["rinv"] = {{"A"},
                     "!A",
                     0b01,
                     'n',
                     {0.002, 0.003},
                     {Plane{0.020, 0.30, 1.1}, Plane{0.031, 0.42, 1.9}},
                     {Plane{0.010, 0.15, 2.0}, Plane{0.025, 0.11, 3.1}},
                     0,
                     {{-1, 0, "", {Plane{0.002, 0.011, 0.05}, Plane{0.004, 0.023, 0.09}}}},
                     {},
                     3};
    cells["rnand"] = {{"A", "B"},
                      "!(A B)",
                      0b0111,
                      'n',
                      {0.004, 0.003},
                      {Plane{0.033, 0.25, 1.3}, Plane{0.028, 0.37, 2.3}},
                      {Plane{0.013, 0.17, 2.2}, Plane{0.021, 0.14, 2.9}},
                      0.004,
                      {{0, 0, "", {Plane{0.003, 0.013, 0.04}, Plane{0.005, 0.019, 0.08}}},
                       {1, 0, "", {Plane{0.007, 0.029, 0.03}, Plane{0.001, 0.031, 0.07}}}},
                      {Plane{0.0004, 0.003}, Plane{0.0007, 0.007}},
                      5};
    cells["rxor"] = {{"A", "B"},
                     "A ^ B",
                     0b0110,
                     'e',
                     {0.005, 0.006},
                     {Plane{0.0413, 0.21, 1.7}, Plane{0.0487, 0.33, 2.1}},
                     {Plane{0.019, 0.12, 2.4}, Plane{0.027, 0.16, 2.7}},
                     0.006,
                     {{0, 0b1100, "B", {Plane{0.006, 0.017, 0.05}, Plane{0.008, 0.041, 0.06}}},
                      {0, 0b1111, "B + !B", {Plane{0.011, 0.019, 0.02}, Plane{0.013, 0.023, 0.03}}},
                      {1, 0b1010, "A", {Plane{0.009, 0.037, 0.07}, Plane{0.002, 0.027, 0.11}}},
                      {1, 0b0101, "!A", {Plane{0.012, 0.031, 0.01}, Plane{0.014, 0.021, 0.04}}}},
                     {},
                     7};
    cells["rdff"] = {{"D", "C"},
                     "IQ",
                     0,
                     'e',
                     {0.002, 0.004},
                     {Plane{0.110, 0.40, 1.5}, Plane{0.095, 0.52, 2.0}},
                     {Plane{0.022, 0.10, 2.1}, Plane{0.030, 0.13, 2.6}},
                     0,
                     {{1, 0, "", {Plane{0.021, 0.043, 0.05}, Plane{0.026, 0.047, 0.08}}}},
                     {Plane{0.0011, 0.013}, Plane{0.0013, 0.017}},
                     11,
                     {Plane{0.009, 0.011}, Plane{0.015, 0.023}}};
    return cells;
}

/// The Liberty text of these cells in ns, pF, V and nW: tables of four values each.
std::string reference_liberty(const ReferenceCells& cells, double volts);

/// A netlist with its inputs and clock by number of net, in the order of cells as they were added.
class ReferenceCircuit {
  public:
    int input() { return inputs.emplace_back(next++); }
    int add(const std::string& cell, const std::vector<int>& pins) {
        gates.push_back({cell, pins, next});
        return next++;
    }
    int reg(int d) { return add("rdff", {d, clock}); }
    Netlist netlist(const ReferenceCells& cells) const;

    struct Gate {
        std::string cell;
        std::vector<int> inputs;
        int output;
    };
    static constexpr int clock = 2;
    int next = 3;
    std::vector<int> inputs, outputs;
    std::vector<Gate> gates;
};

/// Energies of a cycle as sw/power/energy.h defines them, pJ.
struct ReferenceEnergy {
    double switching = 0, input_nets = 0, internal = 0, clock_net = 0, clock_internal = 0;
    double glitch = 0, leakage = 0;
    std::map<int, double> changes, ones;  ///< by net: in a cycle, and the share of cycles at one
};

/// Simulates event by event, with the plainest of means, and adds up.
ReferenceEnergy reference_energy(const ReferenceCircuit& circuit, const ReferenceCells& cells,
                                 const std::vector<std::vector<unsigned char>>& cycles,
                                 double volts, double input_slew, double output_load,
                                 double period_ns);

}  // namespace mxgen::ppa::tests
