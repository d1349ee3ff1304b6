// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "gen/gates/graph.h"

namespace mxgen::gates {

/// Up to four vertices that cut off a vertex from the sources, in rising order, and its function of
/// them: bit i for leaves that are the bits of i, the first lowest.
struct Cut {
    std::array<std::uint32_t, 4> leaves{};
    unsigned size = 0;
    std::uint16_t table = 0;  ///< of the lowest 2^size bits
};

/// At most `limit` cuts of every AND, that of what it reads first, then by the depth of their
/// leaves and by size; the vertex itself is none of them.
std::vector<std::vector<Cut>> cuts_of(const Graph& graph, std::size_t limit);

}  // namespace mxgen::gates
