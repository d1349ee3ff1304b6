// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace mxgen {

/// How blocks enter a unit, the one owner of this arithmetic: a block in several beats, one block a
/// beat, or several blocks in one. A step is all that one result is due for.
struct BeatShape {
    int block = 1;  ///< elements per block
    int lanes = 1;  ///< elements per beat; divides the block or is a multiple of it

    int beats_per_step() const { return std::max(1, block / lanes); }
    int blocks_per_step() const { return std::max(1, lanes / block); }

    /// Elements per step: whole blocks and whole beats.
    int products() const { return std::max(block, lanes); }

    /// Steps that `depth` elements take, the last one filled up.
    std::uint64_t steps(std::uint64_t depth) const {
        const auto size = static_cast<std::uint64_t>(products());
        return (depth + size - 1) / size;
    }

    /// Beats that `depth` elements take.
    std::uint64_t beats(std::uint64_t depth) const {
        return steps(depth) * static_cast<std::uint64_t>(beats_per_step());
    }
};

}  // namespace mxgen
