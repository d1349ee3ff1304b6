// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"

namespace mxgen::arith {

/// The same block with a constant exponent, the least that it can have: as many bits more as its
/// exponents span.
BlockSum standing(ir::Module& m, const BlockSum& block);

/// The blocks of a beat as one, their exact sum, in a window from the lowest bit that any of them
/// can have (docs/numerics.md, "Dot product", round = "beat"); its exponent is a constant. A
/// special of any block is one of the beat. Bits: those of a block and the span of its exponents,
/// 49 for NVFP4, some 550 where both scales are E8M0.
BlockSum exact_beat(ir::Module& m, const std::vector<BlockSum>& blocks);

/// The same with every block floored to a multiple of 2^(m - fraction_bits), m = the largest sum of
/// scales' exponents + floor(log2 P) (round = "beat<F>"): P, the largest magnitude of a block sum
/// of any codes, by its exponent in each run-time mode. Blocks bring the exponents of their scales.
BlockSum windowed_beat(ir::Module& m, const std::vector<BlockSum>& blocks,
                       std::vector<int> max_exponents, int fraction_bits);

}  // namespace mxgen::arith
