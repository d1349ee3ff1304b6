// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/rotate.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sw/model/rotate.h"
#include "sw/support/error.h"
#include "sw/tensor/exact_quantize.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

Tensor random_matrix(std::mt19937& random, std::size_t rows, std::size_t cols) {
    Tensor x{{rows, cols}, {}};
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < rows * cols; ++i)
        x.data.push_back(std::ldexp(normal(random), static_cast<int>(random() % 40) - 20));
    return x;
}

/// A row, filled up with zeros.
std::vector<model::ExactValue> row_of(const Tensor& x, std::size_t row, std::size_t length) {
    std::vector<model::ExactValue> values;
    for (std::size_t i = 0; i < length; ++i)
        values.push_back(i < x.shape[1] ? value_of(x.number(row * x.shape[1] + i))
                                        : model::finite_value(0));
    return values;
}

}  // namespace

TEST_CASE("rotated tensors are those of the definition, group by group") {
    const int size = GENERATE(16, 32, 128), block = GENERATE(16, 32, 64);
    const Rotation rotation{.size = size,
                            .signs = "0x9d2f",
                            .window = GENERATE(5, 24, 40),
                            .half = GENERATE(RotateHalf::floor, RotateHalf::ceil)};
    std::mt19937 random(Catch::rngSeed());
    Tensor x = random_matrix(random, 3, 150);
    x.data[160] = INFINITY;
    const Tensor y = rotated(x, rotation, -1, block);
    const auto unit = static_cast<std::size_t>(size);
    REQUIRE(y.shape == Shape{3, (150 + unit - 1) / unit * unit});
    const auto group = static_cast<std::size_t>(rotation.group(block));
    for (std::size_t row = 0; row < 3; ++row) {
        const auto values = row_of(x, row, y.shape[1]);
        for (std::size_t first = 0; first < values.size(); first += group) {
            const std::size_t count = std::min(group, values.size() - first);
            const auto wanted = model::rotate(std::span(values).subspan(first, count), rotation);
            for (std::size_t i = 0; i < count; ++i)
                REQUIRE(value_of(y.number(row * y.shape[1] + first + i)) == wanted[i]);
        }
    }
}

TEST_CASE("columns are rotated like rows") {
    std::mt19937 random(Catch::rngSeed());
    const Tensor x = random_matrix(random, 64, 2);
    Tensor turned{{2, 64}, std::vector<float>(128)};
    for (std::size_t i = 0; i < 128; ++i) turned.data[i % 2 * 64 + i / 2] = x.data[i];
    const Tensor y = rotated(x, {.size = 32}, 0, 32), rows = rotated(turned, {.size = 32}, 1, 32);
    for (std::size_t i = 0; i < 128; ++i) CHECK(y.number(i) == rows.number(i % 2 * 64 + i / 2));
    CHECK_THROWS_AS(rotated(x, {.size = 32}, 2, 32), Error);
}
