// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "gen/arith/block.h"
#include "sw/format/format.h"

namespace mxgen::arith {

/// A window of two's complement in which sums in a float format are added in place, block by block:
/// nothing is shifted in the loop. It reaches from the lowest bit of the blocks, whose exponents
/// are constants, to where a sum is so large that no block moves it any more.
struct SumWindow {
    unsigned bits = 0;
    int lsb = 0;  ///< log2 of the weight of its lowest bit
};

/// The window for sums of such blocks from zero, rounded to the format after each; none where
/// exponents vary, or sums could leave the format's normal numbers at the top or have bits below
/// its smallest number.
std::optional<SumWindow> sum_window(const Format& format, const std::vector<BlockSum>& blocks);

/// A sum in its window, rounded but not put together: held + up, where rounding up has left ones
/// below the last place kept.
struct RunningInteger {
    ir::Value held;
    ir::Value up;
};

/// The exact sum of x and a block, rounded once to the format's precision, to nearest, ties to
/// even; where `take` is 0 the value stays x. x counts as zero where `fresh` is 1.
RunningInteger add_in_place(const Format& format, const SumWindow& window, const RunningInteger& x,
                            const ir::Value& fresh, const BlockSum& block, const ir::Value& take);

/// The code of the sum, or of the special.
ir::Value pack_in_place(ir::Module& m, const Format& format, const SumWindow& window,
                        const RunningInteger& x, const SpecialFlags& special);

}  // namespace mxgen::arith
