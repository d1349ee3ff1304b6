// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::lower {

/// Delays that decide the order in which bits are added, in multiples of a two-input gate's. They
/// rank structures; no figure that mxgen reports comes from them. The ratios are those of static
/// CMOS cells: an exclusive or is two gates.
struct Delays {
    double gate = 1.0;
    double exclusive_or = 2.0;
    double select = 2.0;
    double prefix = 1.5;
    double inverter = 0;  ///< in front of an adder whose other operands are complements
};

/// Area in two-input gates of what sums are made of, by transistors.
struct Gates {
    double gate = 1, exclusive_or = 2.3, select = 2.3, prefix = 3;
};

/// An adder of two or three bits: delays from the operands a, b, c to sum and carry, in those of a
/// gate, and area in gates.
struct Counter {
    std::array<double, 3> sum, carry;
    double gates;
    /// Outputs of the cell that are complements: polarity travels on, and complements cancel behind
    /// them.
    bool inverted_sum = false, inverted_carry = false;

    double latest_sum() const { return *std::max_element(sum.begin(), sum.end()); }
    double latest_carry() const { return *std::max_element(carry.begin(), carry.end()); }
};

/// What structures are ranked by: gates, and the adders of three and two bits that there are.
struct Costs {
    Delays delays = {};
    Gates gates = {};
    /// As a cell of the library, sum three gates late, carry two and a half; none: it has none.
    std::optional<Counter> full_cell = Counter{{3, 3, 3}, {2.5, 2.5, 2.5}, 5};
    /// Made of gates; none where these are not known well enough to choose them.
    std::optional<Counter> full_gates = {};
    Counter half = {{2, 2, 2}, {1, 1, 1}, 2.75};
    /// Whether steps of carries are cells (carries.h), AOI21 and OAI21, which synthesis keeps.
    bool carry_cells = false;

    /// The adder of three bits that goes without saying.
    const Counter& full() const { return full_cell ? *full_cell : *full_gates; }
};

/// Area of one node in two-input gates, roughly; none for wiring, registers and submodules.
double gates_of(const ir::Circuit& circuit, const ir::Node& node, const Costs& costs = {});

/// When each node of a circuit has settled, inputs and registers at 0.
std::vector<double> arrivals(const ir::Circuit& circuit, const Costs& costs);

}  // namespace mxgen::lower
