// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/lower/goal.h"

namespace mxgen::lower {

/// A structure that was considered, and what it was estimated to cost.
struct Option {
    std::string structure;
    Estimate estimate;
};

/// How a part of a circuit was made, and what it was measured against.
struct Choice {
    std::string part;
    Option chosen;
    std::vector<Option> others;
};

}  // namespace mxgen::lower
