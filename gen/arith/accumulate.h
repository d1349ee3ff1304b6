// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// The accumulator of the given kind, which takes the blocks of a beat one after the other; each
/// kind of sums is a file of its own (tensorcore adds products: accumulate_tensorcore.h).
Accumulated accumulate(ir::Module& m, const Accumulator& accumulator,
                       const std::vector<BlockSum>& blocks, const AccumulateControl& control);

/// How the circuit of an accumulator keeps its sums, in words; "none" where it keeps none.
std::string_view structure_of(const Accumulator& accumulator);

/// The range of an accumulator's code.
ir::Range codes(const Accumulator& accumulator);

}  // namespace mxgen::arith
