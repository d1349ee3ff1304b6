// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::ir {

/// What a mutation changes of a node.
enum class Fault {
    operation,   ///< another operation on the same arguments
    constant,    ///< bit `bit` of argument `argument`, a constant, or of an entry of the table
    stuck_at_0,  ///< bit `bit` of the result
    stuck_at_1,
    disconnected,  ///< argument `argument` is zero, or the number of its range next to it
};

/// One fault in one node of a module, wherever that is instantiated.
struct Mutation {
    std::shared_ptr<const Circuit> module;
    NodeId node = 0;
    Fault fault = Fault::operation;
    unsigned argument = 0, bit = 0;
};

/// Every mutation of a circuit and its submodules but those written by hand: module by module, node
/// by node. Registers stay as they are; what enters them has faults.
std::vector<Mutation> mutations_of(const std::shared_ptr<const Circuit>& top);

/// The circuit with one of them. A number that does not fit the wire is not changed, so that what
/// reads the wire still is what it was.
std::shared_ptr<const Circuit> mutated(const std::shared_ptr<const Circuit>& top,
                                       const Mutation& mutation);

/// "dut_lane, sum total (node 17): bit 3 stuck at 1".
std::string describe(const Mutation& mutation);

}  // namespace mxgen::ir
