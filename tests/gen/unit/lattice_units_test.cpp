// SPDX-License-Identifier: Apache-2.0
// Random points of units without sums; an array's text is partly written by hand, which the
// interpreter does not read (tests/sim/lattice_test.cpp draws arrays).
#include "gen/unit/deconvert.h"
#include "gen/unit/multiply.h"
#include "sw/model/multiply.h"
#include "tests/gen/unit/convert_bench.h"
#include "tests/gen/unit/lattice.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

Format pick_format(std::mt19937& random, const std::vector<std::string>& names) {
    return find_format(names[random() % names.size()]).value();
}

Format float_format(std::mt19937& random) { return pick_format(random, {"fp32", "bf16", "fp16"}); }

/// An element that conversions write, and a scale where it has one.
BlockFormat block_format(std::mt19937& random) {
    BlockFormat f;
    do f.element = sample_element(random);
    while (f.element.bits > 16 || f.element.exponent_bits > 6);
    f.name = f.element.name;
    f.block = 1 + static_cast<int>(random() % 6);
    const auto kind = random() % 4;
    if (kind == 1) f.scale = find_format("e8m0");
    // A scale with a mantissa goes with one of the tensor.
    if (kind > 1) f.scale = pick_format(random, {"ue4m3", "ue5m3"}), f.tensor_scale = true;
    return f;
}

unit::ConvertOptions converter(std::mt19937& random) {
    unit::ConvertOptions o{
        .name = "dut", .input = float_format(random), .output = block_format(random)};
    test::set_choice(o, random() % test::all_choices);
    // Tables have no mantissa for rule even; other scales are not chosen by a rule.
    const bool by_rule = o.output.scale && !o.output.scale->has_zero;
    if (!by_rule || o.output.element.kind == Kind::table) o.rule.scale = ScaleRule::floor;
    return o;
}

/// The names of the operators that multiply two codes of a format.
std::vector<std::string_view> products_of(const Format& f) {
    std::vector<std::string_view> names;
    for (const auto product : values_of<ProductKind>()) {
        const auto kind = make_multiplier({.product = product}, f.mantissa_bits).kind;
        if (f.mantissa_bits <= multiplier_row(kind).max_mantissa_bits)
            names.push_back(name_of(product));
    }
    return names;
}

}  // namespace

TEST_CASE("random converters follow the golden model") {
    for (unsigned n = 0; n < 200; ++n) {
        const CaseSeed seed(fmt::format("converter {}", n));
        std::mt19937 random(seed);
        auto o = converter(random);
        test::InputSource source(o.input, seed);
        source.draw_details(o);
        test::ConvertBench bench(o, lowered(unit::convert(o), lowering_of(random())));
        const auto g = 0x3F000000u + random() % 0x01000000u;
        for (int i = 0; i < 12; ++i)
            bench.block(source.block(o.output.block), source.random_bits(o), g);
        CHECK(bench.blocks() == 12);
    }
}

TEST_CASE("random deconverters follow the golden model") {
    for (unsigned n = 0; n < 150; ++n) {
        const CaseSeed seed(fmt::format("deconverter {}", n));
        std::mt19937 random(seed);
        auto f = block_format(random);
        f.tensor_scale = false;
        const auto output = float_format(random);
        view::Interpreter dut(lowered(
            unit::deconvert({.name = "dut", .input = f, .output = output}), lowering_of(random())));
        CodeSource source(seed);
        INFO(f.name << " to " << output.name);
        for (int i = 0; i < 60; ++i) {
            const auto code = source.code(f.element), scale = source.scale(f.scale);
            dut.set("codes_i", code);
            if (f.scale) dut.set("scale_i", scale & mask(f.scale->bits));
            dut.eval();
            REQUIRE(dut.get("x_o") == model::deconvert(f, code, scale, output));
        }
    }
}

TEST_CASE("random multipliers follow the golden model") {
    for (unsigned n = 0; n < 150; ++n) {
        const CaseSeed seed(fmt::format("multiplier {}", n));
        std::mt19937 random(seed);
        Format f;
        do f = sample_element(random);
        while (f.kind != Kind::floating);
        const auto kinds = products_of(f);
        const auto kind = kinds[random() % kinds.size()];
        const auto l = std::to_string(static_cast<int>(random() % 14) - 2);
        const auto multiplier =
            find_multiplier(kind, random() % 2 ? "packed" : "eq1", random() % 3 ? l : "paper",
                            random() % 2 ? "flush" : "normalize", f.mantissa_bits);
        MultiplySpec spec{f, f, multiplier.value()};
        if (kind == name_of(ProductKind::exact))
            spec.full = random() % 2, spec.saturate = random() % 2;
        view::Interpreter dut(lowered(unit::multiply("dut", spec), lowering_of(random())));
        CodeSource source(seed);
        INFO(f.name << " " << kind << " l " << l);
        for (int i = 0; i < 60; ++i) {
            const auto a = source.code(f), b = source.code(f);
            dut.set("a_i", a), dut.set("b_i", b);
            dut.eval();
            REQUIRE(dut.get("p_o") == model::multiply(spec, a, b));
        }
    }
}
