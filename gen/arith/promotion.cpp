// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/promotion.h"

#include <algorithm>
#include <set>

namespace mxgen::arith {

Promotion find_promotion(const std::vector<int>& sizes, int every) {
    Promotion promotion{std::vector(sizes.size(), Promotion::When::never), 0};
    if (every == 0) return promotion;
    std::vector<int> times(sizes.size(), 0);
    std::set<int> seen;
    int count = 0;
    while (seen.insert(count).second) {
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            count += sizes[i];
            if (count < every) continue;
            count = 0;
            ++times[i];
        }
    }
    auto beats = static_cast<int>(seen.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (times[i] > 0) promotion.after[i] = Promotion::When::sometimes;
        if (times[i] == beats) promotion.after[i] = Promotion::When::always;
    }
    promotion.largest_count = *seen.rbegin();
    return promotion;
}

}  // namespace mxgen::arith
