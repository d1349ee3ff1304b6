// SPDX-License-Identifier: Apache-2.0
// Scales that are given, and the scale with the least squared error.
#include "sw/tensor/scale_search.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sw/tensor/exact_quantize.h"
#include "sw/tensor/quantize.h"
#include "tests/support/case_seed.h"
#include "tests/sw/tensor/numbers.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

constexpr const char* scaled_formats[] = {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2",
                                          "mxfp6_e2m3", "mxfp4",      "mxint8",
                                          "mxint4",     "nvfp4",      "nvint4"};

BlockFormat format_of(const std::string& name) { return find_block_format(name).value(); }

/// The scale code with the least squared error over every code of the format, in exact fractions
/// of its own: no candidates, nothing left out.
std::uint32_t exhaustive_code(const BlockFormat& format, const std::vector<model::ExactValue>& x,
                              const Dyadic& gain, const ConvertRule& rule) {
    std::optional<Dyadic> least;
    std::uint32_t best = 0;
    for (std::uint32_t code = 0; code < model::code_count(*format.scale); ++code) {
        const auto scale = model::decode(*format.scale, code);
        if (!scale.is_finite()) continue;
        Dyadic sum;
        for (const auto& value : x) {
            Dyadic found;
            if (!scale.is_zero() && !value.is_zero())
                found = model::decode(format.element,
                                      model::convert_element(format.element, value, gain,
                                                             scale.number, rule.rounding, 0)
                                          .code)
                            .number *
                        scale.number;
            const Dyadic error = value.number * gain - found;
            sum = sum + error * error;
        }
        if (least && !(sum < *least)) continue;
        least = sum;
        best = code;
    }
    return best;
}

/// Blocks that have a tie among scales, and others: small multiples of a power of two.
std::vector<float> even_numbers(std::size_t count, std::mt19937& random) {
    std::vector<float> x;
    const int exponent = static_cast<int>(random() % 200) - 100;
    while (x.size() < count)
        x.push_back(std::ldexp(static_cast<float>(random() % 17) - 8, exponent));
    return x;
}

std::vector<float> bell(std::size_t count, std::mt19937& random) {
    std::normal_distribution<float> normal;
    std::vector<float> x;
    while (x.size() < count) x.push_back(normal(random));
    return x;
}

}  // namespace

TEST_CASE("the scale of the least squared error is that of a search through all codes") {
    std::size_t blocks = 0;
    for (const char* name : scaled_formats) {
        const testing::CaseSeed seed(name);
        std::mt19937 random(seed);
        BlockFormat format = format_of(name);
        for (int n = 0; n < 24; ++n) {
            format.element.asymmetric = n % 5 == 4 && format.element.kind == Kind::integer;
            const std::size_t count = 1 + random() % static_cast<std::size_t>(format.block);
            auto x = n % 3 == 0   ? bell(count, random)
                     : n % 3 == 1 ? even_numbers(count, random)
                                  : test::hard_numbers(format.element, count, random);
            for (float& value : x)
                if (!std::isfinite(value)) value = 1;
            QuantizeOptions options;
            options.search = ScaleSearch::mse;
            options.rule.rounding.rounding = n % 4 == 1   ? Rounding::rna
                                             : n % 8 == 2 ? Rounding::rtz
                                                          : Rounding::rne;
            const Quantized q = quantize({{count}, x}, format, options);
            const auto values = values_of(std::span<const float>(x));
            const Dyadic gain = format.tensor_scale ? from_double(q.tensor_scale) : Dyadic(1);
            const auto wanted = exhaustive_code(format, values, gain, options.rule);
            INFO(name << " case " << n << " of " << count);
            CHECK(q.scales.at(0) == wanted);
            options.scales = {wanted};
            CHECK(q.codes == quantize({{count}, x}, format, options, Path::definition).codes);
            ++blocks;
        }
    }
    CHECK(blocks == 216);
}

TEST_CASE("searches in fp64 and by the definition are equal") {
    std::size_t blocks = 0;
    for (const char* name : scaled_formats) {
        const testing::CaseSeed seed(std::string(name) + " definition");
        std::mt19937 random(seed);
        const BlockFormat format = format_of(name);
        for (const NonFinite nonfinite : {NonFinite::nan_block, NonFinite::saturate}) {
            QuantizeOptions options;
            options.search = ScaleSearch::mse;
            options.rule.nonfinite = nonfinite;
            std::vector<double> wide;
            std::vector<float> x;
            for (int n = 0; n < 3; ++n) {
                const auto block = static_cast<std::size_t>(format.block);
                const auto more = n == 0 ? bell(block, random)
                                         : test::hard_numbers(format.element, block, random);
                x.insert(x.end(), more.begin(), more.end());
            }
            for (const float value : x)
                wide.push_back(value * (1 + std::ldexp(static_cast<double>(random() % 4096), -40)));
            const Tensor tensor{{x.size()}, x};
            const Tensor exact = to_tensor(from_doubles({wide.size()}, wide));
            REQUIRE_FALSE(exact.is_fp32());
            for (const Tensor* t : {&tensor, &exact}) {
                const Quantized fast = quantize(*t, format, options);
                const Quantized golden = quantize(*t, format, options, Path::definition);
                INFO(name);
                CHECK(fast.scales == golden.scales);
                CHECK(fast.codes == golden.codes);
                blocks += fast.scales.size();
            }
        }
    }
    CHECK(blocks == 108);
}

TEST_CASE("a searched scale is never worse than a rule's, zeros have code 0, NaN stays NaN") {
    const testing::CaseSeed seed("never worse");
    std::mt19937 random(seed);
    for (const char* name : scaled_formats) {
        const BlockFormat format = format_of(name);
        const auto block = static_cast<std::size_t>(format.block);
        std::vector<float> x = bell(block * 64, random);
        std::fill(x.begin(), x.begin() + format.block, -0.0f);
        x[block] = std::nanf("");
        const Tensor tensor{{x.size()}, x};
        QuantizeOptions options;
        const Quantized rule = quantize(tensor, format, options);
        options.search = ScaleSearch::mse;
        options.tensor_scale = rule.tensor_scale;
        const Quantized best = quantize(tensor, format, options);
        CHECK(best.scales[0] == 0);
        CHECK(best.scales[1] == model::nan_code(*format.scale));
        for (std::size_t i = 0; i < 2 * block; ++i) CHECK(best.codes[i] == 0);
        std::size_t better = 0;
        for (std::size_t b = 2; b < 64; ++b) {
            const std::vector<float> part(x.begin() + static_cast<long>(b * block),
                                          x.begin() + static_cast<long>((b + 1) * block));
            const auto values = values_of(std::span<const float>(part));
            const auto error = [&](const Quantized& q) {
                model::ConvertedBlock converted{q.scales[b], {}, false};
                converted.codes.assign(q.codes.begin() + static_cast<long>(b * block),
                                       q.codes.begin() + static_cast<long>((b + 1) * block));
                return model::squared_error(format, values, converted, value_of(q.tensor_scale));
            };
            CHECK_FALSE(error(rule) < error(best));
            better += error(best) < error(rule);
        }
        CHECK(better > 0);
    }
}

TEST_CASE("given scales: codes by the definition, whatever the scale") {
    std::size_t codes = 0;
    for (const char* name : scaled_formats) {
        const testing::CaseSeed seed(std::string(name) + " given");
        std::mt19937 random(seed);
        const BlockFormat format = format_of(name);
        const auto block = static_cast<std::size_t>(format.block);
        QuantizeOptions options;
        // Every code, NaN and those with ignored bits too; numbers around what it scales.
        std::vector<float> x;
        for (std::uint32_t code = 0; code < model::code_count(*format.scale); ++code) {
            options.scales.push_back(code);
            const auto more =
                code % 2 ? bell(block, random) : test::hard_numbers(format.element, block, random);
            x.insert(x.end(), more.begin(), more.end());
        }
        options.tensor_scale = 3.7f;
        std::vector<double> wide(x.begin(), x.end());
        wide[0] = 1 + 0x1p-40;
        for (const Tensor& tensor :
             {Tensor{{x.size()}, x}, to_tensor(from_doubles({wide.size()}, wide))}) {
            const Quantized fast = quantize(tensor, format, options);
            const Quantized golden = quantize(tensor, format, options, Path::definition);
            CHECK(fast.scales == golden.scales);
            CHECK(fast.codes == golden.codes);
            codes += fast.codes.size();
        }
        // Scales of a conversion give its codes.
        const Tensor plain{{x.size()}, bell(x.size(), random)};
        QuantizeOptions again;
        const Quantized found = quantize(plain, format, again);
        again.scales = found.scales;
        again.tensor_scale = found.tensor_scale;
        const Quantized given = quantize(plain, format, again);
        CHECK(given.codes == found.codes);
        CHECK(given.scales == found.scales);
    }
    CHECK(codes == 2u * 256 * (7 * 32 + 2 * 16));
}

TEST_CASE("one scale a row in fp32 or bf16, found and given, for elements without block scales") {
    for (const char* scale : {"fp32", "bf16"})
        for (const char* name : {"int8", "int4", "int16", "e4m3", "e5m2"}) {
            const testing::CaseSeed seed(std::string(scale) + name);
            std::mt19937 random(seed);
            BlockFormat format = format_of(name);
            format.scale = find_format(scale);
            QuantizeOptions options;
            options.whole_axis = true;
            std::vector<float> x = bell(50 * 33, random);
            std::fill(x.begin(), x.begin() + 33, 0.0f);
            const auto more = test::hard_numbers(format.element, 33, random);
            std::copy(more.begin(), more.end(), x.begin() + 33);
            const Tensor tensor{{50, 33}, x};
            INFO(scale << " " << name);
            const Quantized q = quantize(tensor, format, options);
            const Quantized golden = quantize(tensor, format, options, Path::definition);
            CHECK(q.scale_shape == Shape{50, 1});
            CHECK(q.scales == golden.scales);
            CHECK(q.codes == golden.codes);
            for (std::size_t row = 2; row < 50; ++row) {
                float amax = 0;
                for (std::size_t i = 0; i < 33; ++i)
                    amax = std::max(amax, std::fabs(x[row * 33 + i]));
                const double found = to_double(model::decode(*format.scale, q.scales[row]).number);
                const double wanted = amax / to_double(model::max_finite(format.element));
                CHECK(std::fabs(found / wanted - 1) <=
                      (format.scale->bits == 32 ? 0x1p-24 : 0x1p-8));
            }
            const Tensor back = dequantize(q), exact_back = dequantize(q, Path::definition);
            for (std::size_t i = 2 * 33; i < x.size(); ++i)
                CHECK(back.data[i] == exact_back.data[i]);
            options.scales = q.scales;
            CHECK(quantize(tensor, format, options).codes == q.codes);
        }
}
