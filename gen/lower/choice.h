// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gen/ir/circuit.h"
#include "gen/lower/goal.h"

namespace mxgen::lower {

/// A structure that was considered, and what it was estimated to cost.
struct Candidate {
    std::string structure;
    CostEstimate estimate;
};

/// How a part of a circuit was made, and what it was measured against.
struct Choice {
    std::string part;
    Candidate chosen;
    std::vector<Candidate> others;
};

/// A lowered circuit and the choices made on the way.
struct Lowered {
    std::shared_ptr<const ir::Circuit> circuit;
    std::vector<Choice> choices = {};

    operator std::shared_ptr<const ir::Circuit>() const { return circuit; }
};

}  // namespace mxgen::lower
