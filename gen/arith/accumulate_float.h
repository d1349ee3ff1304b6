// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/arith/block.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// The code of the number that `code` stands for plus one block, rounded once to nearest,
/// ties to even, with gradual underflow and overflow to infinity (docs/numerics.md,
/// "Accumulators").
ir::Value add_rounded(ir::Module& m, const Format& format, const ir::Value& code,
                      const BlockSum& block);

/// The code of a block's exact sum, rounded once as above from zero.
ir::Value round_block(const Format& format, const BlockSum& block);

}  // namespace mxgen::arith
