// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/tensor_loader.h"
#include "tests/gen/unit/convert_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

unit::ConvertOptions loaded(const std::string& input, const std::string& output,
                            const std::string& scale, int block) {
    auto o = convert_options(input, output, block);
    o.output.scale = find_format(scale);
    o.lanes = static_cast<unsigned>(block);
    o.has_valid = o.loads_tensor = true;
    return o;
}

/// Scales of a tensor: powers of two and their neighbours, with significands that divide evenly, at
/// every exponent where something ends, and what is none.
std::vector<std::uint32_t> corner_gains() {
    std::vector<std::uint32_t> gains{0x00000000, 0x80000000, 0x7F800000, 0xFF800000, 0x7FC00000,
                                     0x7F800001, 0xBF800000, 0x00000001, 0x00000003, 0x00400000,
                                     0x007FFFFF, 0x00800000, 0x7F7FFFFF};
    for (std::uint32_t field : {1, 24, 100, 120, 127, 134, 135, 136, 140, 150, 200, 230, 253, 254})
        for (std::uint32_t mantissa :
             {0x000000, 0x000001, 0x400000, 0x200000, 0x2AAAAB, 0x524925, 0x7FFFFF, 0x150000})
            gains.push_back(field << 23 | mantissa);
    return gains;
}

/// Blocks of any codes, drawn to the numbers at which g brings the scale into its range.
void blocks_around(ConvertBench& bench, const unit::ConvertOptions& o, std::uint32_t g,
                   InputSource& source) {
    const auto gain = model::decode(*find_format("fp32"), g);
    for (int n = 0; n < 6; ++n) {
        auto x = source.block(o.output.block);
        if (gain.is_finite() && !gain.number.is_zero()) {
            const int exponent = static_cast<int>(source.below(24)) - 12 - exponent_of(gain.number);
            for (auto& code : x) {
                const int down = exponent - static_cast<int>(source.below(5));
                code = model::round_to(
                    o.input, model::finite_value(Dyadic(256 + source.below(256), down - 8)));
                code |= source.below(2) << (o.input.bits - 1);
            }
        }
        bench.block(x, {}, g);
    }
}

}  // namespace

TEST_CASE(
    "the quotients of a tensor's scale are there after as many cycles as the converter says") {
    const auto input = input_format();
    const auto o = loaded(input, "nvint4", "ue4m3", 2);
    const auto thresholds = unit::tensor_thresholds(o);
    const unit::LoadedConverter converter{o, lower::plain(unit::convert(o)), 3};
    view::Interpreter dut(lower::plain(unit::tensor_loader(converter)));
    for (const auto g : corner_gains()) {
        dut.set("load_i", 1);
        dut.set("tensor_scale_i", g);
        dut.eval();
        unsigned cycles = 0;
        do {
            dut.clock();
            dut.set("load_i", 0);
            dut.set("tensor_scale_i", ~g);
            dut.eval();
            ++cycles;
        } while (dut.get("ready_o") == 0);
        REQUIRE(cycles == converter.load_cycles());
        const auto value = model::decode(*find_format("fp32"), g);
        const bool usable = value.is_finite() && Dyadic(0) < value.number;
        REQUIRE((dut.get("usable_o") != 0) == usable);
        if (!usable) continue;
        const int exponent = exponent_of(value.number);
        CHECK(static_cast<int>(dut.get("exponent_o")) == exponent + 127);
        const auto divisor = floor_in_units(value.number, exponent - 23);
        unsigned i = 0;
        for (const auto& n : thresholds.dividends())
            CHECK(dut.get("quotients_o", i++) ==
                  quotient_of(n, divisor, thresholds.quotient_bits()));
    }
}

TEST_CASE("thresholds of a loaded tensor make the bits of products, by every rounding and policy") {
    const auto output = GENERATE(as<std::string>{}, "nvfp4", "nvint4");
    const auto scale = GENERATE(as<std::string>{}, "ue4m3", "ue5m3");
    const auto input = input_format();
    for (std::uint32_t choice = 0; choice < roundings_and_policies; ++choice) {
        auto o = loaded(input, output, scale, 3);
        set_choice(o, choice);
        if (o.is_stochastic()) continue;
        const testing::CaseSeed seed(about(o, choice));
        InputSource source(o.input, seed);
        source.draw_details(o);
        INFO(about(o, choice));
        ConvertBench bench(o);
        for (const auto g : corner_gains()) blocks_around(bench, o, g, source);
        CHECK(bench.blocks() == 6 * corner_gains().size());
    }
}
