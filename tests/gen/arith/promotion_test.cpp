// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/promotion.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace mxgen;

namespace {

/// Promotions after each group, and the largest count left, seen over so many beats.
struct CountedPromotions {
    std::vector<int> promotions;
    int largest_count = 0;
};

CountedPromotions counted(const std::vector<int>& sizes, int every, int beats) {
    CountedPromotions s{std::vector<int>(sizes.size(), 0)};
    int count = 0;
    for (int beat = 0; beat < beats; ++beat) {
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            count += sizes[i];
            if (every == 0 || count < every) continue;
            count = 0;
            ++s.promotions[i];
        }
        if (every > 0) s.largest_count = std::max(s.largest_count, count);
    }
    return s;
}

}  // namespace

TEST_CASE("promotions happen after the groups in which counting finds them") {
    const auto sizes =
        GENERATE(std::vector{1}, std::vector{4}, std::vector{4, 4}, std::vector{5, 3},
                 std::vector{2, 2, 1}, std::vector{32, 32, 32, 32}, std::vector{7, 7});
    constexpr int beats = 1000;
    for (int every = 0; every <= 140; ++every) {
        INFO("every " << every);
        const auto expected = counted(sizes, every, beats);
        const auto got = arith::find_promotion(sizes, every);
        REQUIRE(got.after.size() == sizes.size());
        CHECK(got.largest_count == expected.largest_count);
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            using When = arith::Promotion::When;
            const int n = expected.promotions[i];
            CHECK(got.after[i] == (n == 0       ? When::never
                                   : n == beats ? When::always
                                                : When::sometimes));
        }
    }
}
