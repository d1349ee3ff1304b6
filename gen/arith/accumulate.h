// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// The circuit of one kind of accumulator.
struct AccumulatorCircuit {
    /// Takes the blocks of a beat one after the other; null where more is asked for than blocks
    /// (accumulate_late.h) or products are added (accumulate_tensorcore.h).
    Accumulated (*accumulate)(ir::Module& m, const Accumulator& accumulator,
                              const std::vector<BlockSum>& blocks,
                              const AccumulateControl& control);
    std::string_view structure;  ///< how it keeps its sums, in words
};

#define MXGEN_KIND(name) AccumulatorCircuit name##_circuit();
/// The circuit of each kind, in a file of its own.
MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND)
#undef MXGEN_KIND

/// The accumulator of the given kind on block sums. Throws CircuitError for kinds that add products
/// (accumulate_tensorcore.h) or nothing.
Accumulated accumulate(ir::Module& m, const Accumulator& accumulator,
                       const std::vector<BlockSum>& blocks, const AccumulateControl& control);

/// How the circuit of an accumulator keeps its sums, in words; "none" where it keeps none.
std::string_view structure_of(const Accumulator& accumulator);

/// The range of the code in which a sum enters and leaves a dot product.
ir::Range codes(const Accumulator& accumulator);

}  // namespace mxgen::arith
