// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/exact_quantize.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sw/tensor/quantize.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

constexpr const char* tried_formats[] = {"e4m3", "e5m2", "e2m1",  "e3m2",  "int8",
                                         "nf4",  "bf16", "mxfp4", "nvfp4", "mxint8"};

BlockFormat format_of(const std::string& name) { return find_block_format(name).value(); }

/// Doubles at, just below and just above the middle between any two neighbouring codes.
std::vector<double> around_midpoints(const Format& element) {
    std::vector<double> numbers;
    for (std::uint32_t code = 0; code + 1 < model::code_count(element); ++code) {
        const auto low = model::decode(element, code), high = model::decode(element, code + 1);
        if (!low.is_finite() || !high.is_finite()) continue;
        const double middle = (to_double(low.number) + to_double(high.number)) / 2;
        for (const double nudge : {0.0, 0x1p-30, -0x1p-30, 0x1p-52, -0x1p-52})
            numbers.push_back(middle * (1 + nudge));
    }
    return numbers;
}

/// Codes and scales by the definition, from doubles as exact numbers.
void check_definition(const std::vector<double>& numbers, const BlockFormat& format,
                      const QuantizeOptions& options = {}) {
    const Tensor x = to_tensor(from_doubles({numbers.size()}, numbers));
    REQUIRE_FALSE(x.is_fp32());
    const Quantized q = quantize(x, format, options);
    const auto block = static_cast<std::size_t>(format.block);
    for (std::size_t first = 0; first < numbers.size(); first += block) {
        std::vector<model::ExactValue> values;
        for (std::size_t i = first; i < std::min(first + block, numbers.size()); ++i)
            values.push_back(
                model::finite_value(from_double(numbers[i]), std::signbit(numbers[i])));
        const auto golden =
            model::convert_block(format, values, options.rule, {}, value_of(q.tensor_scale));
        INFO(format.name << ", from " << numbers[first]);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (q.codes[first + i] != golden.codes[i]) {
                CAPTURE(numbers[first + i]);
                CHECK(q.codes[first + i] == golden.codes[i]);
            }
        if (format.scale) CHECK(q.scales[first / block] == golden.scale);
    }
}

}  // namespace

TEST_CASE("doubles beside every midpoint are converted as they are") {
    for (const char* name : tried_formats) {
        const BlockFormat format = format_of(name);
        for (const Rounding rounding : {Rounding::rne, Rounding::rtz, Rounding::rna}) {
            QuantizeOptions options;
            options.rule.rounding.rounding = rounding;
            check_definition(around_midpoints(format.element), format, options);
        }
    }
}

TEST_CASE("random doubles of any exponent are converted as they are") {
    for (const char* name : tried_formats) {
        const testing::CaseSeed seed(name);
        std::mt19937_64 random(seed);
        std::vector<double> numbers;
        while (numbers.size() < 20'000) {
            const int centre = static_cast<int>(random() % 500) - 250;
            for (int i = 0; i < 32; ++i)
                numbers.push_back(std::ldexp(static_cast<double>(random()),
                                             centre - static_cast<int>(random() % 16) - 64) *
                                  (random() % 2 ? 1 : -1));
        }
        check_definition(numbers, format_of(name));
    }
}

TEST_CASE("numbers that fp32 does not hold stay what they are") {
    const auto code = [](double x, const char* name) {
        const Tensor tensor = to_tensor(from_doubles({1}, std::vector<double>{x}));
        return quantize(tensor, format_of(name)).codes[0];
    };
    CHECK(code(-431.99999999999994, "e4m3") == 0xFD);
    CHECK(code(-432, "e4m3") == 0xFE);
    // 2^121 goes into 376.2 and 188.1: nearest 384 and 192.
    const Tensor large = to_tensor(from_doubles({2}, std::vector<double>{1e39, 5e38}));
    const Quantized q = quantize(large, format_of("mxfp8_e4m3"));
    CHECK(q.codes == std::vector<std::uint32_t>{0x7C, 0x74});
    CHECK(q.scales == std::vector<std::uint32_t>{248});
}

TEST_CASE("integers of 64 bits are converted as they are") {
    std::vector<std::int64_t> numbers;
    for (int bit = 24; bit < 63; ++bit)
        for (const std::int64_t rest : {-1, 0, 1})
            numbers.push_back((std::int64_t{1} << bit) + (std::int64_t{1} << (bit - 9)) + rest);
    TypedArray array{DType::i8, {numbers.size()}, {}};
    const auto bytes = std::as_bytes(std::span(numbers));
    array.bytes.assign(bytes.begin(), bytes.end());
    const Tensor x = to_tensor(array);
    const Quantized q = quantize(x, format_of("bf16"));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        CHECK(q.codes[i] ==
              model::round_to(format_of("bf16").element, model::finite_value(Dyadic(numbers[i]))));
}

TEST_CASE("quotients are rounded once") {
    const testing::CaseSeed seed("quotients");
    std::mt19937_64 random(seed);
    for (int n = 0; n < 2000; ++n) {
        const auto x = static_cast<double>(random() >> 11), y = static_cast<double>(random() >> 11);
        const float q = nearest_quotient(from_double(x), from_double(y));
        // Both neighbours lie further away.
        for (const float other : {std::nextafter(q, 0.0f), std::nextafter(q, 1e30f)})
            CHECK_FALSE(abs(from_double(other) * from_double(y) - from_double(x)) <
                        abs(from_double(q) * from_double(y) - from_double(x)));
    }
}
