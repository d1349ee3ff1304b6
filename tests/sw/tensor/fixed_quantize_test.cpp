// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/fixed_quantize.h"

#include <catch2/catch.hpp>
#include <limits>

#include "sw/tensor/quantize.h"
#include "tests/sw/tensor/numbers.h"

using namespace mxgen;
using namespace mxgen::tensor;
using mxgen::test::hard_numbers;

TEST_CASE("fixed-point casts of tensors are the golden model's") {
    std::mt19937 random(Catch::rngSeed());
    for (const char* name : {"sfixed<2,0>", "sfixed<8,4>", "sfixed<16,12>", "sfixed<5,-9>", "int8"})
        for (const Rounding rounding : values_of<Rounding>())
            for (const Overflow overflow : values_of<Overflow>()) {
                const BlockFormat format = find_block_format(name).value();
                QuantizeOptions options;
                options.rule.rounding.rounding = rounding;
                options.rule.rounding.overflow = overflow;
                std::vector<float> numbers = hard_numbers(format.element, 400, random);
                for (int quarters = -600; quarters <= 600; ++quarters)
                    numbers.push_back(std::ldexp(static_cast<float>(quarters),
                                                 model::unit_exponent(format.element) - 2));
                for (const float sign : {1.0f, -1.0f})
                    for (const float x : {0x1p127f, 0x1p-149f, 0.5f, 0x1.fffffep-2f,
                                          std::numeric_limits<float>::infinity()})
                        numbers.push_back(sign * x);
                const Tensor x{{numbers.size()}, numbers};
                const Quantized fast = quantize(x, format, options);
                const Quantized exact = quantize(x, format, options, Path::definition);
                INFO(name << ", " << name_of(rounding) << ", " << name_of(overflow));
                CHECK(fast.codes == exact.codes);
                CHECK(fast.invalid == exact.invalid);
            }
}

TEST_CASE("a double wraps by its own bits, whatever the fp32 numbers on either side do") {
    const Tensor x = to_tensor(from_doubles({2}, std::vector{0x1p32 + 5, -0x1p32 - 5}));
    QuantizeOptions options;
    options.rule.rounding.overflow = Overflow::wrap;
    CHECK(quantize(x, find_block_format("sfixed<8,0>").value(), options).codes ==
          std::vector<std::uint32_t>{5, 251});
}
