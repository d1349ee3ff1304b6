// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/fast_quantize.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "sw/tensor/quantize.h"
#include "sw/tensor/threshold_quantize.h"
#include "tests/sw/tensor/numbers.h"

using namespace mxgen;
using namespace mxgen::tensor;
using mxgen::test::hard_numbers;

namespace {

const char* const all_formats[] = {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3",
                                   "mxfp4",      "mxint8",     "mxint6",     "mxint4"};

}  // namespace

TEST_CASE("the fast quantizer equals the golden model in every bit") {
    std::mt19937 random(21);
    unsigned blocks = 0, usable = 0;
    for (const char* name : all_formats) {
        for (const ScaleRule rule : values_of<ScaleRule>()) {
            for (const std::size_t size : {1u, 3u, 32u, 33u}) {
                BlockFormat format = find_block_format(name).value();
                format.block = static_cast<int>(size);
                format.element.asymmetric = random() % 4 == 0;
                QuantizeOptions options;
                options.rule.scale = rule;
                options.rule.nonfinite =
                    random() % 4 == 0 ? NonFinite::saturate : NonFinite::nan_block;
                REQUIRE(FastQuantizer::make(format, options.rule));
                Tensor x{{24, size}, {}};
                for (int block = 0; block < 24; ++block)
                    for (const float number : hard_numbers(format.element, size, random))
                        x.data.push_back(number);
                const Quantized fast = quantize(x, format, options);
                const Quantized exact = quantize(x, format, options, Path::definition);
                INFO(name << " " << name_of(rule) << " " << size);
                CHECK(fast.scales == exact.scales);
                CHECK(fast.codes == exact.codes);
                blocks += 24;
                for (const auto scale : exact.scales) usable += scale != 255 && scale != 0;
            }
        }
    }
    REQUIRE(usable > blocks / 3);
}

TEST_CASE("every magnitude of bf16 in blocks of itself and a fixed maximum") {
    std::mt19937 random(22);
    for (const char* name : all_formats) {
        BlockFormat format = find_block_format(name).value();
        format.block = 2;
        Tensor x{{1, 2 * 32640}, {}};
        for (std::uint32_t bits = 0; bits < 32640; ++bits) {
            x.data.push_back(std::bit_cast<float>(bits << 16));
            x.data.push_back(random() % 2 != 0 ? 1.75f : -0x1.fcp-100f);
        }
        INFO(name);
        CHECK(quantize(x, format).codes == quantize(x, format, {}, Path::definition).codes);
    }
}

TEST_CASE("blocks whose largest number is subnormal, or the largest of all") {
    Tensor x{{0, 1}, {}};
    for (int bit = 0; bit <= 23; ++bit)
        for (const int step : {-1, 0, 1})
            x.data.push_back(std::bit_cast<float>((1u << bit) + static_cast<std::uint32_t>(step)));
    for (std::uint32_t bits = 0x7F7FFFFF; bits > 0x7F000000; bits -= 0x3FFF)
        x.data.push_back(std::bit_cast<float>(bits));
    x.shape[0] = x.data.size();
    for (const char* name : all_formats) {
        for (const ScaleRule rule : values_of<ScaleRule>()) {
            BlockFormat format = find_block_format(name).value();
            format.block = 1;
            QuantizeOptions options;
            options.rule.scale = rule;
            const Quantized fast = quantize(x, format, options);
            const Quantized exact = quantize(x, format, options, Path::definition);
            INFO(name << " " << name_of(rule));
            CHECK(fast.scales == exact.scales);
            CHECK(fast.codes == exact.codes);
        }
    }
}

TEST_CASE("searched thresholds give the golden model's codes") {
    std::mt19937 random(23);
    unsigned nonzero = 0;
    for (const char* name : {"nvfp4", "nvint4"}) {
        for (const char* rounding : {"rne", "rtz", "rna"}) {
            QuantizeOptions options;
            options.rule.rounding.rounding = find_choice<Rounding>(rounding).value();
            if (random() % 2 != 0) options.rule.nonfinite = NonFinite::saturate;
            BlockFormat format = find_block_format(name).value();
            REQUIRE(ThresholdQuantizer::make(format, options.rule, 1));
            Tensor x{{60, 16}, {}};
            // Quotients that are ties: odd quarters of a scale's significand, and their neighbours.
            for (int i = 0; i < 60 * 16; ++i) {
                const auto tie = static_cast<float>((8 + random() % 8) * (random() % 48)) / 4;
                const auto step = static_cast<std::uint32_t>(random() % 3) - 1;
                const float near =
                    std::bit_cast<float>(std::bit_cast<std::uint32_t>(tie) + (tie > 0 ? step : 0));
                x.data.push_back(random() % 2 != 0 ? near : -near);
                if (random() % 200 == 0) x.data.back() = std::numeric_limits<float>::infinity();
            }
            for (const float g : {1.0f, 1.5f, 0x1.fffffep-3f}) {
                options.tensor_scale = g;
                const Quantized fast = quantize(x, format, options);
                const Quantized exact = quantize(x, format, options, Path::definition);
                INFO(name << " " << rounding << " " << g);
                CHECK(fast.scales == exact.scales);
                CHECK(fast.codes == exact.codes);
                for (const auto code : exact.codes) nonzero += code != 0;
            }
        }
    }
    REQUIRE(nonzero > 5000);
}

TEST_CASE("what the fast path does not cover it does not take") {
    ConvertRule rule;
    CHECK_FALSE(FastQuantizer::make(find_block_format("nvfp4").value(), rule));
    CHECK_FALSE(FastQuantizer::make(find_block_format("int8").value(), rule));
    CHECK_FALSE(
        FastQuantizer::make({"", "", find_format("nf4").value(), 32, find_format("e8m0")}, rule));
    CHECK_FALSE(
        FastQuantizer::make({"", "", find_format("e3m0").value(), 32, find_format("e8m0")}, rule));
    rule.rounding.rounding = Rounding::rtz;
    CHECK_FALSE(FastQuantizer::make(find_block_format("mxfp4").value(), rule));
}
