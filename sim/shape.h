// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "sw/config/config.h"

namespace mxgen::sim {

/// How the blocks of a dot product lie in beats. A step is what one result is due for: one block,
/// or the several blocks of a beat.
struct Shape {
    int block;          ///< products a block
    int lanes;          ///< products a beat
    int blocks_a_step;  ///< more than 1 where a beat holds several blocks
    int beats_a_step;   ///< more than 1 where a block takes several beats

    explicit Shape(const Config& config)
        : block(std::max(config.a.block, config.b.block)),
          lanes(config.dot.lanes),
          blocks_a_step(std::max(1, lanes / block)),
          beats_a_step(std::max(1, block / lanes)) {}

    /// Products a step.
    int products() const { return block * blocks_a_step; }
};

/// Whether sums of this accumulator go on after an infinity or NaN.
inline bool takes_specials(const Accumulator& accumulator) {
    return accumulator.kind == Accumulator::Kind::floating ||
           accumulator.kind == Accumulator::Kind::tensorcore;
}

}  // namespace mxgen::sim
