// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace mxgen::arith {

/// After which groups of a beat a tensorcore accumulator promotes its running value, found by
/// counting products from the first beat of a sum until the counts repeat.
struct Promotion {
    enum class When { never, always, sometimes };

    std::vector<When> after;  ///< by group of a beat
    int largest_count = 0;    ///< products not yet promoted at the end of a beat
};

/// `sizes`: products of each group of a beat; `every`: the products that promote, 0 for none.
Promotion find_promotion(const std::vector<int>& sizes, int every);

}  // namespace mxgen::arith
