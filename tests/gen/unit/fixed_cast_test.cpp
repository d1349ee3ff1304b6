// SPDX-License-Identifier: Apache-2.0
#include "tests/gen/unit/convert_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// Every rounding with every overflow that a fixed-point cast may have.
constexpr std::size_t cast_rules = names_of<Rounding>.size() * names_of<Overflow>.size();

unit::ConvertOptions cast_options(const std::string& input, const std::string& output,
                                  std::size_t rule, int lanes = 1) {
    auto o = convert_options(input, output, lanes);
    o.rule.rounding.rounding = static_cast<Rounding>(rule % names_of<Rounding>.size());
    o.rule.rounding.overflow = static_cast<Overflow>(rule / names_of<Rounding>.size());
    o.rule.rounding.random_bits = 3;
    return o;
}

}  // namespace

TEST_CASE("every bf16 and fp16 number becomes the fixed-point number that it should") {
    const auto input = GENERATE(as<std::string>{}, "bf16", "fp16");
    for (std::size_t rule = 0; rule < cast_rules; ++rule) {
        const auto o = cast_options(input, "sfixed<6,3>", rule, 16);
        if (!o.rule.rounding.is_of_casts()) continue;
        INFO(name_of(o.rule.rounding.rounding) << ", " << name_of(o.rule.rounding.overflow));
        ConvertBench bench(o);
        for (std::uint32_t first = 0; first < 0x10000; first += 16) {
            Codes x, random;
            for (std::uint32_t i = 0; i < 16; ++i) {
                x.push_back(first + i);
                if (o.is_stochastic()) random.push_back((first / 16 + i) % 8);
            }
            bench.block(x, random);
        }
        CHECK(bench.blocks() == 0x1000);
    }
}

TEST_CASE("fixed-point casts of any width, place and input") {
    const auto input = input_format();
    const auto target = GENERATE(as<std::string>{}, "sfixed<2,0>", "sfixed<16,8>", "sfixed<4,12>",
                                 "sfixed<8,-5>", "int8", "sfixed<3,-32>", "sfixed<16,32>");
    InputSource draw(*find_format(input), testing::CaseSeed(input + " to " + target));
    for (std::size_t rule = 0; rule < cast_rules; ++rule) {
        auto o = cast_options(input, target, rule, 8);
        draw.draw_details(o);
        INFO(about(o, static_cast<std::uint32_t>(rule)));
        ConvertBench bench(o);
        for (int block = 0; block < 300; ++block) bench.block(draw.block(8), draw.random_bits(o));
    }
}
