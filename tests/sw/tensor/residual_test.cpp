// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/residual.h"

#include <catch2/catch.hpp>
#include <random>

#include "sw/support/error.h"

using namespace mxgen;
using namespace mxgen::tensor;

TEST_CASE("residuals of the last columns stand behind them, and add up to the numbers") {
    std::mt19937 random(Catch::rngSeed());
    std::normal_distribution<float> normal;
    Tensor x{{3, 64}, {}};
    for (int i = 0; i < 3 * 64; ++i) x.data.push_back(normal(random));
    const BlockFormat format = find_block_format("nvfp4").value();
    const Quantized q = quantize_with_residuals(x, format, {}, 32);
    REQUIRE(q.shape == Shape{3, 96});
    REQUIRE(q.scale_shape == Shape{3, 6});
    const Quantized plain = quantize(x, format), primary = without_residuals(q, 32);
    CHECK(primary.codes == plain.codes);
    CHECK(primary.scales == plain.scales);
    const Tensor back = dequantize(q), added = with_residuals_added(back, 32);
    REQUIRE(added.shape == x.shape);
    double left = 0, kept = 0;
    for (std::size_t i = 0; i < x.data.size(); ++i) {
        const std::size_t row = i / 64, column = i % 64;
        const float once = back.data[row * 96 + column];
        if (column < 32) {
            CHECK(added.data[i] == once);
            continue;
        }
        CHECK(added.data[i] == once + back.data[row * 96 + column + 32]);
        left += std::abs(double{x.data[i]} - added.data[i]);
        kept += std::abs(double{x.data[i]} - once);
    }
    CHECK(left < kept / 5);
}

TEST_CASE("the rows that meet residual columns stand twice") {
    const Tensor b{{4, 2}, {0, 1, 2, 3, 4, 5, 6, 7}};
    const Tensor twice = with_last_rows_repeated(b, 2);
    CHECK(twice.shape == Shape{6, 2});
    CHECK(twice.data == std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7});
}

TEST_CASE("residuals that no row can have are refused") {
    const Tensor x{{1, 32}, std::vector<float>(32, 1)};
    const auto refused = [&](const char* format, int channels, const QuantizeOptions& how = {}) {
        CHECK_THROWS_AS(
            quantize_with_residuals(x, find_block_format(format).value(), how, channels), Error);
    };
    refused("mxfp4", 32);
    refused("nvfp4", 8);
    refused("nvfp4", 48);
    refused("nvfp4", -16);
    QuantizeOptions saturating;
    saturating.rule.nonfinite = NonFinite::saturate;
    refused("nvfp4", 16, saturating);
}
