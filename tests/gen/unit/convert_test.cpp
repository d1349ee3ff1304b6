// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/gen/unit/convert_bench.h"

using namespace mxgen;
using namespace mxgen::test;
using testing::CaseSeed;

namespace {

const std::vector<std::string> mx_formats{"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3",
                                          "mxfp4",      "mxint8",     "mxint6",     "mxint4"};

std::string mx_format() { return GENERATE(from_range(mx_formats)); }

/// A positive code with another exponent field.
std::uint32_t with_exponent(const Format& f, std::uint32_t code, std::uint32_t exponent) {
    auto mantissa = code & ((1u << f.mantissa_bits) - 1);
    return (exponent << f.mantissa_bits) | mantissa;
}

/// All 16-bit inputs with a step: alone, and below maxima at every distance that leaves something.
void sweep_16_bits(const std::string& input, const std::string& output, std::uint32_t step) {
    ConvertBench bench(convert_options(input, output, 3));
    const auto f = *find_format(input);
    std::uint32_t last = (1u << f.exponent_bits) - 2, infinity = (last + 1) << f.mantissa_bits;
    for (std::uint32_t x = Catch::rngSeed() % step; x < 65536; x += step) {
        bench.block({0, x, 0x8000});
        bench.block({infinity, x, 0});
        bench.block({x, infinity + 1, 0});
        auto exponent = (x & 0x7FFF) >> f.mantissa_bits;
        for (std::uint32_t distance = 1; distance <= 24; ++distance)
            if (exponent + distance <= last)
                bench.block({with_exponent(f, x * 0x9E37u, exponent + distance), x, 0});
    }
    CHECK(bench.blocks() >= 65536 / step * 3);
}

/// Inputs around every value at which a conversion's result changes: the numbers of the format and
/// the midpoints between them, one ulp to either side, at scales from end to end.
void sweep_thresholds(const unit::ConvertOptions& o, const std::vector<int>& exponents) {
    ConvertBench bench(o);
    std::vector<Dyadic> marks;
    for (std::uint32_t code = 0; code < (1u << (o.output.element.bits - 1)); ++code) {
        auto value = model::decode(o.output.element, code);
        auto next = model::decode(o.output.element, code + 1);
        if (!value.is_finite()) continue;
        marks.push_back(value.number);
        if (next.is_finite()) marks.push_back((value.number + next.number) * Dyadic(1, -1));
    }
    auto largest = model::max_finite(o.output.element);
    for (int exponent : exponents) {
        auto scaled = [&](const Dyadic& x) {
            return model::round_to(o.input, model::finite_value(x * Dyadic(1, exponent)));
        };
        for (const auto& mark : marks) {
            auto code = scaled(mark);
            bench.block({scaled(largest), code, code ? code - 1 : code, (code + 1) | 0x80000000u});
        }
    }
    CHECK(bench.blocks() >= marks.size());
}

/// Random blocks as one choice converts them.
void random_blocks(unit::ConvertOptions o, std::uint32_t choice, int count) {
    const CaseSeed seed(about(o, choice));
    InputSource source(o.input, seed);
    set_choice(o, choice);
    source.draw_details(o);
    ConvertBench bench(o);
    for (int n = 0; n < count; ++n)
        bench.block(source.block(o.output.block), source.random_bits(o));
    CHECK(bench.blocks() == static_cast<std::size_t>(count));
}

/// The power of two of a tensor that puts the largest number of a block somewhere near the
/// element's.
std::uint32_t near_power(InputSource& source, const Format& input, std::uint32_t code) {
    auto exponent = static_cast<int>(code >> input.mantissa_bits) % 256 + 112 - input.bias +
                    static_cast<int>(source.below(24)) - 6;
    return static_cast<std::uint32_t>(std::clamp(exponent, 0, 254));
}

}  // namespace

TEST_CASE("16-bit inputs alone, below every maximum, and beside NaN and infinity") {
    auto input = GENERATE(as<std::string>{}, "bf16", "fp16");
    sweep_16_bits(input, mx_format(), 499);
}

TEST_CASE("all 16-bit inputs alone, below every maximum, and beside NaN and infinity", "[.soak]") {
    auto input = GENERATE(as<std::string>{}, "bf16", "fp16");
    sweep_16_bits(input, mx_format(), 1);
}

TEST_CASE("fp32 inputs around every threshold of every code") {
    auto rounding = GENERATE(Rounding::rne, Rounding::rtz, Rounding::rna);
    auto o = convert_options("fp32", mx_format(), 4);
    o.rule.rounding.rounding = rounding;
    sweep_thresholds(o, {-127, 0});
}

TEST_CASE("random blocks by every scale rule, rounding, overflow and policy") {
    auto o = convert_options(input_format(), mx_format(), 4);
    for (std::uint32_t choice = 0; choice < all_choices; ++choice) random_blocks(o, choice, 10);
}

TEST_CASE("many random blocks by every scale rule, rounding, overflow and policy", "[.soak]") {
    auto o = convert_options(input_format(), mx_format(), 4);
    for (std::uint32_t choice = 0; choice < all_choices; ++choice) random_blocks(o, choice, 2000);
}

TEST_CASE("blocks whose largest number is subnormal, by every scale rule and rounding") {
    auto output = GENERATE(as<std::string>{}, "mxint8", "mxint4", "mxfp4", "mxfp8_e5m2");
    auto o = convert_options(input_format(), output, 2);
    for (std::uint32_t choice = 0; choice < all_choices; ++choice) {
        const CaseSeed seed(about(o, choice));
        InputSource source(o.input, seed);
        set_choice(o, choice);
        source.draw_details(o);
        ConvertBench bench(o);
        for (int n = 0; n < 12; ++n) bench.block(source.subnormals(2), source.random_bits(o));
        CHECK(bench.blocks() == 12);
    }
}

TEST_CASE("numbers in units of a power of two of the tensor") {
    auto o = convert_options(input_format(), "dfp16", 4);
    o.output.element = *find_format(GENERATE(as<std::string>{}, "int16", "int8", "int2"));
    for (std::uint32_t choice = 0; choice < roundings_and_policies; ++choice) {
        const CaseSeed seed(about(o, choice));
        InputSource source(o.input, seed);
        set_choice(o, choice);
        source.draw_details(o);
        ConvertBench bench(o);
        for (int n = 0; n < 32; ++n) {
            auto x = source.block(4);
            auto power = n % 8 == 0 ? source.below(256) : near_power(source, o.input, x[0]);
            bench.block(x, source.random_bits(o), power);
        }
        CHECK(bench.blocks() == 32);
    }
}

TEST_CASE("random blocks of uncommon elements, scaled or not") {
    auto element =
        GENERATE(as<std::string>{}, "e1m2", "e2m0", "e2m1b5", "e2m1b20", "e3m0", "e3m4", "e4m3b7",
                 "e4m3b1", "e5m10ieee", "e8m7ieee", "e8m3b140", "e4m3fn", "e3m0fn", "int2", "int3",
                 "int12", "int16", "e5m9", "e2m12", "e1m1b255", "e2m1b-100");
    auto o = convert_options(input_format(), element, 4);
    for (std::uint32_t choice = 0; choice < roundings_and_policies; ++choice)
        random_blocks(o, choice, 12);
    o.output.scale = find_format("e8m0");
    for (std::uint32_t choice = 0; choice < all_choices; ++choice) random_blocks(o, choice, 8);
}
