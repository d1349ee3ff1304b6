// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// Adds block sums in a floating format (fp32, bf16, fp16): acc' is the exact acc + block, rounded
/// once to nearest, ties to even, with gradual underflow and overflow to infinity
/// (docs/numerics.md, "Accumulators"). NaN and infinity stay until a new sum.
///
/// The register holds a RunningFloat, the code is made behind it (docs/windows.md).
Accumulated accumulate_float(ir::Module& m, const Format& format,
                             const std::vector<BlockSum>& blocks, const AccumulateControl& control);

/// The code of the number that `code` stands for plus one block, rounded once as above.
ir::Value add_rounded(ir::Module& m, const Format& format, const ir::Value& code,
                      const BlockSum& block);

/// The code of a block's exact sum, rounded once as above from zero.
ir::Value round_block(const Format& format, const BlockSum& block);

}  // namespace mxgen::arith
