// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::lower {

/// Delays that decide the order in which bits are added, in multiples of a two-input gate's. They
/// rank structures; no figure that mxgen reports comes from them. The ratios are those of static
/// CMOS cells: an exclusive or is two gates, a full adder's sum three and its carry two and a half.
struct Delays {
    double gate = 1.0;
    double exclusive_or = 2.0;
    double select = 2.0;
    double full_sum = 3.0, full_carry = 2.5;
    double half_sum = 2.0, half_carry = 1.0;
    double prefix = 1.5;
};

/// Area of one node in two-input gates, roughly; none for wiring, registers and submodules.
double gates_of(const ir::Circuit& circuit, const ir::Node& node);

/// When each node of a circuit has settled, inputs and registers at 0.
std::vector<double> arrivals(const ir::Circuit& circuit, const Delays& delays);

}  // namespace mxgen::lower
