// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sw/config/config.h"
#include "sw/model/accumulate.h"

namespace mxgen {

/// What the golden model is asked for a dot product or an array.
model::DotSpec dot_spec(const Config& config);

/// Whether a dot product rounds every block to a float on its own (sums of one block, from zero):
/// it keeps no sum and has no port first_i.
bool sums_single_blocks(const Config& config);

/// Whether an accumulator is an integer wide enough for every sum that it is asked for.
bool cannot_overflow(const Accumulator& accumulator);

/// Blocks that a sum has at most; empty: any number. Single blocks are sums of their own, integers
/// that cannot overflow are sized for dot.blocks.
std::optional<int> most_blocks(const Config& config);

/// What the code of a configuration's accumulator stands for: a float, or an integer in units of
/// its lowest bit.
Format sum_format(const Config& config);

/// The number that an accumulator's code stands for.
model::Value sum_value(const Format& sum, const Integer& code);

}  // namespace mxgen
