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

/// Every choice of rounding and policy has a number below 64.
void set_rounding(unit::ConvertOptions& o, std::uint32_t choice) {
    o.rule.rounding.rounding = static_cast<Rounding>(choice % 4);
    o.rule.rounding.overflow = choice & 4 ? Overflow::propagate : Overflow::saturate;
    o.rule.nonfinite = choice & 8 ? NonFinite::saturate : NonFinite::nan_block;
    o.output.element.asymmetric = o.output.element.kind == Kind::integer && (choice & 16);
    o.rule.rounding.random_bits = 1 + static_cast<int>(choice % 12);
}

void scaled_blocks(const unit::ConvertOptions& o, int count) {
    InputSource source(o.input);
    ConvertBench bench(o);
    bool stochastic = o.is_stochastic();
    for (int n = 0; n < count; ++n) {
        auto x = source.block(o.output.block);
        auto random = stochastic ? source.random_bits(o.output.block, o.random_bits()) : Codes{};
        bench.block(x, random, tensor_scale(source, o.input, x));
    }
    CHECK(bench.blocks() == static_cast<std::size_t>(count));
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

TEST_CASE("blocks whose scales have a mantissa") {
    auto scale = GENERATE(as<std::string>{}, "ue4m3", "ue5m3");
    auto element = GENERATE(as<std::string>{}, "e2m1", "int4", "e4m3", "int8", "e3m2", "nf4");
    auto o = scaled_by(scale, input_format(), element);
    InputSource source(o.input);
    for (int turn = 0; turn < 4; ++turn) {
        set_rounding(o, source.below(64));
        scaled_blocks(o, 60);
    }
}

TEST_CASE("blocks whose scales have a mantissa, by every rounding and policy", "[.soak]") {
    auto scale = GENERATE(as<std::string>{}, "ue4m3", "ue5m3");
    auto element = GENERATE(as<std::string>{}, "e2m1", "int4", "e4m3", "e5m2", "int8", "e3m2",
                            "nf4", "bitmod_fp3_er_pos", "posit8");
    auto o = scaled_by(scale, input_format(), element);
    for (std::uint32_t choice = 0; choice < 32; ++choice) {
        set_rounding(o, choice);
        scaled_blocks(o, 2000);
    }
}

TEST_CASE("tables of values as elements") {
    auto element = GENERATE(as<std::string>{}, "nf4", "bitmod_fp3_er_pos", "bitmod_fp4_ea_neg",
                            "hifloat8", "posit8", "mant17");
    auto o = scaled_by("e8m0", input_format(), element);
    InputSource source(o.input);
    for (int turn = 0; turn < 4; ++turn) {
        set_rounding(o, source.below(64));
        o.rule.scale =
            std::vector{ScaleRule::floor, ScaleRule::ceil, ScaleRule::rceil}.at(source.below(3));
        scaled_blocks(o, 60);
    }
    o.output.scale.reset();
    scaled_blocks(o, 100);
}

TEST_CASE("tables without zero, of one sign, with values twice, with specials") {
    auto element = GENERATE(from_range(odd_tables()));
    auto scale = GENERATE(as<std::string>{}, "e8m0", "ue4m3", "none");
    auto o = scaled_by("e8m0", input_format(), "nf4");
    o.output.element = element;
    o.output.scale = find_format(scale);
    o.output.tensor_scale = scale == "ue4m3";
    for (std::uint32_t choice = 0; choice < 16; ++choice) {
        set_rounding(o, choice);
        scaled_blocks(o, 30);
    }
}
