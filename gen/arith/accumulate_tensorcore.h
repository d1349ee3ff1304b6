// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/arith/block.h"
#include "sw/format/accumulator.h"

namespace mxgen::arith {

/// Products of one group before their alignment, one array element each: (-1)^neg * mag *
/// 2^(exponent + bias - 126 - fraction), mag with `fraction` bits behind the point.
struct ProductGroup {
    ir::Array neg, mag, exponent;
    ir::Array rank;  ///< exponent + bias, at least 0; 0 of a product of zero
    int bias = 0, fraction = 0;
    SpecialFlags special;

    unsigned size() const { return mag.size(); }
};

/// Adds products as NVIDIA's matrix units do (docs/numerics.md, "Accumulators", the tensorcore
/// rule): the groups of a beat one after the other, each truncated to F bits below its largest
/// exponent and to R significant bits; every `promote` products into an fp32 sum. Each beat must
/// bring groups of the same sizes.
Accumulated accumulate_tensorcore(ir::Module& m, const Accumulator& rule,
                                  const std::vector<ProductGroup>& groups,
                                  const AccumulateControl& control);

}  // namespace mxgen::arith
