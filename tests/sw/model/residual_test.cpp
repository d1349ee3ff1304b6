// SPDX-License-Identifier: Apache-2.0
#include "sw/model/residual.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/sw/model/values.h"

using namespace mxgen;
using namespace mxgen::model;
using mxgen::testing::values;

namespace {

ResidualBlock with_residual(const char* format, const std::vector<ExactValue>& x, double g = 1) {
    return convert_with_residual(find_block_format(format).value(), x, {},
                                 finite_value(from_double(g)));
}

}  // namespace

TEST_CASE("a residual block holds what the first one left") {
    // S1 = 1: 2.75 is 3, left -0.25; 5.5 is 6 by the even code, left -0.5; -0.125 is all left.
    const auto both = with_residual("nvfp4", values({6, 2.75, 5.5, -0.125}));
    CHECK(both.primary.scale == 0x38);
    CHECK(both.primary.codes == std::vector<std::uint32_t>{7, 5, 7, 8});
    // S2 = 0.5 / 6 to the nearest of UE4M3: 0.0859375 = 11 * 2^-7.
    CHECK(both.residual.scale == 0x1B);
    CHECK(both.residual.codes == std::vector<std::uint32_t>{0, 13, 15, 11});
}

TEST_CASE("blocks of zeros keep the smallest scale, NaN and an unusable g mark both") {
    const auto zeros = with_residual("nvint4", values({0, -0.0}));
    CHECK(zeros.primary.scale == 1);
    CHECK(zeros.residual.scale == 1);
    CHECK(zeros.residual.codes == std::vector<std::uint32_t>{0, 0});
    auto x = values({1, 2});
    x[1] = nan_value();
    CHECK(with_residual("nvfp4", x).residual.scale == 0x7F);
    CHECK(with_residual("nvfp4", x).primary.scale == 0x7F);
    const auto unusable = with_residual("nvfp4", values({1, 2}), -1);
    CHECK(unusable.residual.scale == 0x7F);
    CHECK(unusable.residual.invalid);
    CHECK_THROWS(with_residual("mxfp4", values({1})));
}

TEST_CASE("with residuals an error is at most a step of the second scale") {
    std::mt19937 random(Catch::rngSeed());
    std::normal_distribution<double> normal;
    const BlockFormat format = find_block_format("nvfp4").value();
    for (int n = 0; n < 200; ++n) {
        std::vector<double> x;
        for (int i = 0; i < 16; ++i) x.push_back(normal(random) * 8);
        const auto both = with_residual("nvfp4", values(x), 2);
        const Dyadic s1 = decode(*format.scale, both.primary.scale).number;
        const Dyadic s2 = decode(*format.scale, both.residual.scale).number;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const Dyadic found = decode(format.element, both.primary.codes[i]).number * s1 +
                                 decode(format.element, both.residual.codes[i]).number * s2;
            CHECK(!(s2 * Dyadic(3, -1) < abs(found - from_double(x[i]) * Dyadic(2))));
        }
    }
}
