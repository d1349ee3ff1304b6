// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sw/unit/dot.h"
#include "sw/unit/product.h"

namespace mxgen {

/// The operands of one result of a dot product: one row of a step's products on either side, with
/// a scale per block (0 where the format has none).
struct Step {
    bool first = true;
    model::MatrixOperand a, b;
    Integer initial = 0;
    bool rescale = false;  ///< the sum doubles before it, unless it is the first
    std::size_t mode = 0;  ///< the run-time mode
    bool fills = false;    ///< no part of a sum: a turn that has none is filled up with it
};

/// A source of sums, one step after the other; empty at the end.
using StepSource = std::function<std::optional<Step>()>;

/// A first step of zeros with scales of 1.
Step quiet_step(const DotDesign& dot);

/// Every pair of element codes of at most 16 bits, each in another lane with zeros beside it; with
/// a single product per step every combination of scales too. No steps where they have more than
/// `limit` bits.
StepSource exhaustive_steps(const DotDesign& dot, int limit);

/// By construction: every corner code with every corner code in every lane; specials against
/// specials in neighbouring lanes; corner scales with each other; corner products one after the
/// other in one accumulator.
StepSource corner_steps(const DotDesign& dot);

/// `count` steps of weighted random sums.
StepSource random_steps(const DotDesign& dot, std::uint64_t seed, std::uint64_t count);

/// Every row of a with every row of b, both of whole steps, sum after sum.
StepSource product_steps(const DotDesign& dot, const ProductOperands& operands);

}  // namespace mxgen
