// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "sw/format/tables.h"
#include "tests/gen/unit/convert_bench.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// A tensor scale: usually one that puts the block's scale somewhere in its range, sometimes
/// anything, subnormal or unusable.
std::uint32_t tensor_scale(InputSource& source, const Format& input, const Codes& x) {
    if (source.below(8) == 0) return source.below(256) << 24 | source.below(1u << 24);
    Dyadic amax = 1;
    for (auto code : x) {
        auto value = model::decode(input, code);
        if (value.is_finite() && !value.is_zero()) amax = abs(value.number);
    }
    auto exponent = static_cast<int>(source.below(24)) - 12 - exponent_of(amax);
    auto g = Dyadic((1u << 23) + source.below(1u << 23), exponent - 23);
    return model::round_to(*find_format("fp32"), model::finite_value(g));
}

void scaled_blocks(unit::ConvertOptions o, std::uint32_t choice, int count) {
    const testing::CaseSeed seed(about(o, choice));
    InputSource source(o.input, seed);
    set_choice(o, choice);
    source.draw_details(o);
    ConvertBench bench(o);
    for (int n = 0; n < count; ++n) {
        auto x = source.block(o.output.block);
        bench.block(x, source.random_bits(o), tensor_scale(source, o.input, x));
    }
    CHECK(bench.blocks() == static_cast<std::size_t>(count));
}

void scaled_blocks_of_every_choice(const unit::ConvertOptions& o, int count) {
    for (std::uint32_t choice = 0; choice < roundings_and_policies; ++choice)
        scaled_blocks(o, choice, count);
}

unit::ConvertOptions scaled_by(const std::string& scale, const std::string& input,
                               const std::string& element) {
    auto o = convert_options(input, element, 3);
    o.output.scale = find_format(scale);
    o.output.tensor_scale = o.output.scale->has_zero;
    return o;
}

/// Tables with what makes tables hard: no zero, one sign only, values twice, NaN and infinities.
std::vector<Format> odd_tables() {
    auto table = [](const TableValues& values) {
        return table_format("odd", "this test", values).value();
    };
    auto n = std::nullopt;
    auto infinite = table({Dyadic(0), Dyadic(1), Dyadic(-1), n, n, Dyadic(3), Dyadic(-5), n});
    infinite.plus_infinity = 3, infinite.minus_infinity = 4;
    return {table({Dyadic(-1), Dyadic(1), Dyadic(3), Dyadic(-3)}),
            table({Dyadic(1), Dyadic(2), Dyadic(5, -3), Dyadic(2)}),
            table({Dyadic(-2), Dyadic(0), n, Dyadic(0)}),
            table({Dyadic(-3), Dyadic(-1), Dyadic(-2), Dyadic(-7)}), infinite};
}

}  // namespace

TEST_CASE("blocks whose scales have a mantissa, by every rounding, overflow and policy") {
    auto scale = GENERATE(as<std::string>{}, "ue4m3", "ue5m3");
    auto element = GENERATE(as<std::string>{}, "e2m1", "int4", "e4m3", "int8", "e3m2", "nf4");
    scaled_blocks_of_every_choice(scaled_by(scale, input_format(), element), 15);
}

TEST_CASE("many blocks whose scales have a mantissa", "[.soak]") {
    auto scale = GENERATE(as<std::string>{}, "ue4m3", "ue5m3");
    auto element = GENERATE(as<std::string>{}, "e2m1", "int4", "e4m3", "e5m2", "int8", "e3m2",
                            "nf4", "bitmod_fp3_er_pos", "posit8");
    scaled_blocks_of_every_choice(scaled_by(scale, input_format(), element), 4000);
}

TEST_CASE(
    "a block with NaN or infinity under a scale with a mantissa, by every rounding and policy") {
    auto output = GENERATE(as<std::string>{}, "nvfp4", "nvint4");
    auto o = convert_options(input_format(), output, 3);
    const auto one = model::round_to(o.input, model::finite_value(1));
    const auto infinity = model::round_to(o.input, model::infinite_value(false));
    for (std::uint32_t choice = 0; choice < roundings_and_policies; ++choice) {
        set_choice(o, choice);
        INFO(about(o, choice));
        ConvertBench bench(o);
        for (const auto special :
             {infinity, infinity + 1, model::round_to(o.input, model::nan_value()),
              infinity | 1u << (o.input.bits - 1)})
            for (unsigned at = 0; at < 3; ++at) {
                Codes x{one, one - 1, one + 1};
                x[at] = special;
                bench.block(x, o.is_stochastic() ? Codes{0, 1, 0} : Codes{});
            }
        CHECK(bench.blocks() == 12);
    }
}

TEST_CASE("tables of values as elements, by every scale rule that they have") {
    auto element = GENERATE(as<std::string>{}, "nf4", "bitmod_fp3_er_pos", "bitmod_fp4_ea_neg",
                            "hifloat8", "posit8", "mant17", "khot<2,7>", "khot<3,4>s");
    auto o = scaled_by("e8m0", input_format(), element);
    for (std::uint32_t choice = 0; choice < all_choices; ++choice) {
        // A table has no mantissa that rule even could carry out of.
        set_choice(o, choice);
        if (o.rule.scale != ScaleRule::even) scaled_blocks(o, choice, 6);
    }
    o.output.scale.reset();
    scaled_blocks_of_every_choice(o, 8);
}

TEST_CASE("tables without zero, of one sign, with values twice, with specials") {
    auto element = GENERATE(from_range(odd_tables()));
    auto scale = GENERATE(as<std::string>{}, "e8m0", "ue4m3", "none");
    auto o = scaled_by("e8m0", input_format(), "nf4");
    o.output.element = element;
    o.output.scale = find_format(scale);
    o.output.tensor_scale = scale == "ue4m3";
    scaled_blocks_of_every_choice(o, 30);
}
