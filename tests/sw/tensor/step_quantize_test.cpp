// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/step_quantize.h"

#include <catch2/catch.hpp>

#include "sw/format/tables.h"
#include "sw/tensor/quantize.h"
#include "tests/sw/tensor/numbers.h"

using namespace mxgen;
using namespace mxgen::tensor;
using mxgen::test::hard_numbers;

namespace {

QuantizeOptions random_options(std::mt19937& random) {
    using enum Rounding;
    using enum ScaleRule;
    QuantizeOptions options;
    options.seed = random();
    options.rule.scale = std::vector{floor, ceil, rceil}.at(random() % 3);
    options.rule.rounding.rounding = std::vector{rne, rtz, rna, sr}.at(random() % 4);
    options.rule.rounding.random_bits = 1 + static_cast<int>(random() % 12);
    if (random() % 2 != 0) options.rule.rounding.overflow = Overflow::propagate;
    if (random() % 2 != 0) options.rule.nonfinite = NonFinite::saturate;
    return options;
}

BlockFormat format_of(const std::string& element, const std::string& scale, int block) {
    BlockFormat format;
    format.element = find_format(element).value();
    format.block = block;
    if (scale == "tensor")
        format.tensor_exponent = true;
    else
        format.scale = find_format(scale);
    format.tensor_scale = scale == "ue4m3" || scale == "ue5m3";
    return format;
}

/// Both paths on hard numbers near where the scale of the format puts them.
void check_equal(const BlockFormat& format, const QuantizeOptions& options, std::mt19937& random) {
    const auto size = static_cast<std::size_t>(format.block);
    Tensor x{{12, size}, {}};
    for (int block = 0; block < 12; ++block)
        for (const float number : hard_numbers(format.element, size, random))
            x.data.push_back(number);
    const Quantized fast = quantize(x, format, options);
    const Quantized exact = quantize(x, format, options, Path::definition);
    INFO(format.element.name << " " << (format.scale ? format.scale->name : "none"));
    CHECK(fast.scales == exact.scales);
    CHECK(fast.codes == exact.codes);
    CHECK(fast.invalid == exact.invalid);
    // NaN is no number to compare.
    CHECK((fast.tensor_scale == exact.tensor_scale || exact.invalid));
}

}  // namespace

TEST_CASE("places among values and midpoints give the golden model's codes") {
    const auto element =
        GENERATE(as<std::string>{}, "e4m3", "e5m2", "e2m1", "e3m0fn", "e4m3b7", "e8m3b140", "fp16",
                 "bf16", "int2", "int8", "int16", "mxint8", "nf4", "bitmod_fp3_ea_pos",
                 "bitmod_fp4_er_neg", "hifloat8", "posit8", "mant17", "khot<2,8>", "khot<3,5>s");
    std::mt19937 random(31);
    for (const char* scale : {"e8m0", "ue4m3", "ue5m3", "none", "tensor"}) {
        BlockFormat format = format_of(element, scale, 7);
        const bool wide = format.element.bits > 8;
        for (int turn = 0; turn < (wide ? 2 : 8); ++turn) {
            format.element.asymmetric = format.element.kind == Kind::integer && random() % 2 != 0;
            QuantizeOptions options = random_options(random);
            // Between a value and one of the other sign fp64 is no place to measure.
            const bool measures =
                element != "mant17" || options.rule.rounding.rounding != Rounding::sr;
            REQUIRE(StepQuantizer::make(format, options.rule, 1.5f).has_value() == measures);
            if (format.tensor_scale && random() % 2 != 0)
                options.tensor_scale = std::ldexp(1 + static_cast<float>(random() % 4096) / 4096,
                                                  static_cast<int>(random() % 60) - 30);
            check_equal(format, options, random);
        }
    }
}

TEST_CASE("tables without zero, or with more digits than fp64 has room for, come out right") {
    std::mt19937 random(32);
    const TableValues odd{Dyadic(-1), Dyadic(1), Dyadic(3), Dyadic(-3)};
    const TableValues wide{Dyadic(0), Dyadic((std::int64_t{1} << 50) + 1, -50), Dyadic(-2),
                           Dyadic(3)};
    BlockFormat format = format_of("e2m1", "e8m0", 5);
    for (int turn = 0; turn < 24; ++turn) {
        const QuantizeOptions options = random_options(random);
        format.element = table_format("t", "this test", turn % 2 != 0 ? odd : wide).value();
        check_equal(format, options, random);
    }
    CHECK_FALSE(StepQuantizer::make(format_of("fp32", "none", 4), {}, 1));
    CHECK_FALSE(StepQuantizer::make(format_of("e2m1", "ue4m3", 4), {}, 0));
}

TEST_CASE("every tie of K-hot numbers goes where the golden model has it") {
    const auto element = GENERATE(as<std::string>{}, "khot<2,6>", "khot<2,6>s", "khot<3,5>s");
    Tensor x{{1, 600}, {}};
    for (int i = 0; i < 600; ++i) x.data.push_back(static_cast<float>(i - 300) / 4);
    const BlockFormat format = format_of(element, "none", 4);
    const Quantized fast = quantize(x, format, {});
    CHECK(fast.codes == quantize(x, format, {}, Path::definition).codes);
}
