// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "gen/ir/circuit.h"

namespace mxgen::lower {

/// The circuit with every n-ary operation built from binary ones, as a synthesis tool likes to read
/// it: balanced trees of + for sums, compare-and-select trees for max, a merge tree for leading
/// zeros. What is left prints one to one.
std::shared_ptr<const ir::Circuit> plain(const std::shared_ptr<const ir::Circuit>& source);

}  // namespace mxgen::lower
