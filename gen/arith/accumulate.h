// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// The accumulator of the given kind; each kind is a file of its own.
Accumulated accumulate(ir::Module& m, const Accumulator& accumulator, const BlockSum& block,
                       const AccumulateControl& control);

/// The range of an accumulator's code.
ir::Range codes(const Accumulator& accumulator);

}  // namespace mxgen::arith
