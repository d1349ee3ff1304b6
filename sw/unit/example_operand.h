// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "sw/unit/dot.h"
#include "sw/unit/operands.h"

namespace mxgen {

/// Random codes of an operand from a fixed seed, for the bench of a package.
class ExampleOperand {
  public:
    ExampleOperand(const BlockFormat& format, unsigned seed, bool specials)
        : format_(format), random_(seed), specials_(specials) {}

    /// `rows` vectors of `blocks` blocks.
    model::MatrixOperand rows(int rows, int blocks);

  private:
    std::uint32_t code(int kind);
    std::uint32_t scale();

    BlockFormat format_;
    std::mt19937 random_;
    bool specials_;
    int made_ = 0;
};

inline constexpr int example_sums = 6;       ///< in the stimulus of a dot product
inline constexpr int example_max_steps = 3;  ///< of a sum

/// Steps of the longest sum among the examples, fewer where the design takes no more.
int max_example_steps(const DotDesign& dot);

/// An accumulator's code of a small number: the first value of sum number `number`.
Integer example_first_value(const DotDesign& dot, int number);

}  // namespace mxgen
