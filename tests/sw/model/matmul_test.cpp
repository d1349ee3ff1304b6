// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <catch2/catch.hpp>

#include "tests/sw/model/random_operand.h"
#include "tests/sw/model/spec_of.h"

using namespace mxgen;
using namespace mxgen::model;

TEST_CASE("a matrix product is dot products, with a shorter tail") {
    std::mt19937 random(5);
    const DotSpec spec = spec_of("mxint8", "mxfp4", "fp32");
    const MatrixOperand a = random_operand(spec.a, 2, 40, 32, false, random);
    const MatrixOperand b = random_operand(spec.b, 3, 40, 32, false, random);
    const MatrixProduct product = matmul(spec, a, b);
    const std::span<const std::uint32_t> a_codes(a.codes), b_codes(b.codes);
    Dot dot(spec);
    for (std::size_t row = 0; row < 2; ++row) {
        for (std::size_t col = 0; col < 3; ++col) {
            dot.block(true, a_codes.subspan(row * 40, 32), a.scales[row * 2],
                      b_codes.subspan(col * 40, 32), b.scales[col * 2]);
            dot.block(false, a_codes.subspan(row * 40 + 32, 8), a.scales[row * 2 + 1],
                      b_codes.subspan(col * 40 + 32, 8), b.scales[col * 2 + 1]);
            CHECK(product.acc[row * 3 + col] == dot.acc());
        }
    }
}

TEST_CASE("operands that do not fit are refused") {
    const DotSpec spec = spec_of("mxint8", "mxint8", "fp32");
    const MatrixOperand good{1, 32, std::vector<std::uint32_t>(32), {127}};
    CHECK_NOTHROW(matmul(spec, good, good));
    CHECK_THROWS_AS(matmul(spec, good, {1, 31, std::vector<std::uint32_t>(31), {127}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(matmul(spec, good, {1, 32, std::vector<std::uint32_t>(32), {}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(matmul(spec, good, {2, 32, std::vector<std::uint32_t>(32), {127, 127}}),
                    std::invalid_argument);
}
