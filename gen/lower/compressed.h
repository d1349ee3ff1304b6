// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "gen/ir/circuit.h"
#include "gen/lower/choice.h"
#include "gen/lower/costs.h"

namespace mxgen::lower {

/// What becomes of products that no sum takes in and that are not lanes.
enum class LoneProducts {
    adder_cells,  ///< each has a tree of its own
    by_width,     ///< unsigned ones of up to 8 bits stay `*`: a longer path lies beside them
};

/// The circuit with every sum of an instance array's outputs made into one bit heap: the instances
/// hand out weighted bits instead of numbers, one tree of full and half adder cells adds the bits
/// of all of them, one prefix adder ends it, whose structure serves the goal by these costs. The
/// rest stays abstract for plain().
Lowered compressed(const std::shared_ptr<const ir::Circuit>& source, Goal goal = Goal::balanced,
                   const Costs& costs = {}, LoneProducts lone = LoneProducts::adder_cells);

}  // namespace mxgen::lower
