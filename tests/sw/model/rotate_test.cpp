// SPDX-License-Identifier: Apache-2.0
#include "sw/model/rotate.h"

#include <bit>
#include <catch2/catch.hpp>
#include <random>

#include "tests/sw/model/values.h"

using namespace mxgen;
using namespace mxgen::model;
using mxgen::testing::values;

namespace {

std::vector<ExactValue> random_integers(std::mt19937& random, std::size_t count, int bits) {
    std::vector<ExactValue> x;
    for (std::size_t i = 0; i < count; ++i)
        x.push_back(finite_value(static_cast<int>(random() >> (32 - bits)) - (1 << (bits - 1))));
    return x;
}

Dyadic product(const std::vector<ExactValue>& a, const std::vector<ExactValue>& b) {
    Dyadic sum;
    for (std::size_t i = 0; i < a.size(); ++i) sum = sum + a[i].number * b[i].number;
    return sum;
}

}  // namespace

TEST_CASE("one number spreads over its rotation with the signs of its row") {
    const Rotation rotation{.size = 16, .signs = "0x8"};
    std::vector<double> x(16);
    x[3] = 4;
    const auto y = rotate(values(x), rotation);
    // 4 / sqrt(16), negated by bit 3 of the mask.
    const double row[16]{-1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1};
    for (std::size_t j = 0; j < 16; ++j) CHECK(y[j] == finite_value(from_double(row[j])));
}

TEST_CASE("half a place of an odd power of two goes where it is told") {
    std::vector<double> x(32);
    x[0] = 8;
    CHECK(rotate(values(x), {.size = 32})[31].number == Dyadic(2));
    CHECK(rotate(values(x), {.size = 32, .half = RotateHalf::ceil})[31].number == Dyadic(1));
    CHECK(Rotation{.size = 32}.counterpart().half == RotateHalf::ceil);
}

TEST_CASE("magnitudes are cut toward zero at the window of their group") {
    std::vector<double> x(32);
    x[0] = 1, x[1] = -0.46875, x[16] = 0.25;
    // Units of 2^-3: 8, -3 and, in the second rotation of 16, 2.
    const auto y = rotate(values(x), {.size = 16, .window = 3});
    CHECK(y[0].number == Dyadic(5, -5));
    CHECK(y[1].number == Dyadic(11, -5));
    CHECK(y[16].number == Dyadic(2, -5));
}

TEST_CASE("a sum of zero is +0, and what is not finite takes its group along") {
    std::vector<double> x(32, -0.0);
    for (const auto& y : rotate(values(x), {.size = 16})) CHECK(y == finite_value(0));
    auto special = values(x);
    special[20] = infinite_value(true);
    for (const auto& y : rotate(special, {.size = 16})) CHECK(y.is_nan());
    CHECK_THROWS(rotate(special, {.size = 64}));
}

TEST_CASE("a product of rotated integers is that of the integers, bit for bit") {
    const int size = GENERATE(16, 32, 64, 128);
    const Rotation rotation{.size = size, .signs = "0xa5c3"};
    std::mt19937 random(Catch::rngSeed());
    for (int n = 0; n < 20; ++n) {
        const auto count = static_cast<std::size_t>(2 * size);
        const auto a = random_integers(random, count, 12), b = random_integers(random, count, 9);
        CHECK(product(rotate(a, rotation), rotate(b, rotation.counterpart())) == product(a, b));
    }
}

TEST_CASE("masks are hexadecimal and as long as the rotation") {
    CHECK(Rotation::is_mask("0xA5c3", 16));
    CHECK(Rotation::is_mask("0x00000a5c3", 16));
    CHECK_FALSE(Rotation::is_mask("0x1a5c3", 16));
    CHECK_FALSE(Rotation::is_mask("0x", 16));
    CHECK_FALSE(Rotation::is_mask("a5c3", 16));
    CHECK_FALSE(Rotation::is_mask("0xg", 16));
    const Rotation rotation{.size = 16, .signs = "0x12"};
    for (int i = 0; i < 16; ++i) CHECK(rotation.negates(i) == (i == 1 || i == 4));
}
