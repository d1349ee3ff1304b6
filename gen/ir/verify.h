// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/ir/circuit.h"

namespace mxgen::ir {

/// Checks a circuit and its submodules, each once; throws CircuitError naming circuit, wire and
/// numbers. What holds afterwards: ports and instances have names of their own; every output is
/// driven and every input node is a port's; instances are connected completely by wires that fit; a
/// node reads only nodes created before it, so that there is no loop but through the next value of
/// a state, which each has; every operation has the arguments and data that it takes, and a range
/// that holds what it computes from the ranges of its arguments.
void verify(const Circuit& circuit);

}  // namespace mxgen::ir
