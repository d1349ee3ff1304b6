// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"

namespace mxgen::arith {

/// The number of a block's run-time mode, by mode; one number serves all.
ir::Value by_mode(ir::Module& m, const BlockSum& block, const std::vector<int>& numbers);

/// floor(block / 2^(exponent of its scales + unit)): the scales' exponents stay outside, all else
/// of the block is in.
ir::Value in_units_of_scales(ir::Module& m, const BlockSum& block, const ir::Value& unit);

/// floor(x / 2^distance), distance at least 0; shifts by more than x has bits leave its sign.
ir::Value shifted_down(const ir::Value& x, const ir::Value& distance);

/// The two's complement pattern of a number in `width` bits, at least its own.
ir::Value pattern(const ir::Value& x, unsigned width);

/// x * 2^n without the bits above its width, highest stage first as a count of zeros settles.
ir::Value shifted_up(ir::Value x, const ir::Value& n);

/// One n-ary sum of an array's elements and of other terms. Sums of what an array of instances
/// hands out become one tree with all that is added to them.
ir::Value sum_with(const ir::Array& elements, std::vector<ir::Value> terms);

}  // namespace mxgen::arith
