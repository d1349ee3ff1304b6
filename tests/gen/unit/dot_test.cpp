// SPDX-License-Identifier: Apache-2.0
#include "sw/model/window.h"
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

TEST_CASE("every pair of codes of every 8-bit and smaller format") {
    auto format =
        GENERATE(as<std::string>{}, "e4m3", "e5m2", "e3m2", "e2m3", "e2m1", "int8", "int4");
    bool integer = format.starts_with("int");
    auto o = dot_options(format, format, 1, integer ? "int32" : "fp32");
    DotBench bench(o, lowering_of(CaseSeed(describe(o))));
    auto count = 1u << find_format(format)->bits;
    for (std::uint32_t a = 0; a < count; ++a)
        for (std::uint32_t b = 0; b < count; ++b) bench.block(true, {a}, 0, {b}, 0);
    CHECK(bench.beats() == std::size_t{count} * count);
}

TEST_CASE("random blocks of every block format, accumulated") {
    auto name = GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3",
                         "mxfp4", "mxint8", "nvfp4");
    auto accumulator = GENERATE(as<std::string>{}, "fp32", "bf16", "fp16");
    auto lanes = GENERATE(1u, 3u, 4u);
    auto o = dot_options(name, name, lanes, accumulator, lanes == 4 ? 8 : 0);
    int spread = GENERATE(3, 8);
    const CaseSeed seed(fmt::format("{} spread {}", describe(o), spread));
    DotBench bench(o, lowering_of(seed));
    std::mt19937 random(seed);
    auto code = [&](int bits) { return static_cast<std::uint32_t>(random()) & mask(bits); };
    for (int n = 0; n < 400; ++n) {
        std::vector<std::uint32_t> a, b;
        for (int i = 0; i < o.a.block; ++i) {
            a.push_back(code(o.a.element.bits));
            b.push_back(code(o.b.element.bits));
        }
        auto sa = spread == 8 ? code(8) : 120 + code(spread);
        auto sb = spread == 8 ? code(8) : 120 + code(spread);
        bench.block(n == 0 || random() % 8 == 0, a, sa, b, sb);
    }
    CHECK(bench.beats() == 400);
}

TEST_CASE("a block and its negation cancel to +0, at every scale") {
    auto name = GENERATE(as<std::string>{}, "mxfp8_e4m3", "mxfp8_e5m2", "mxfp4", "mxint8");
    auto accumulator = GENERATE(as<std::string>{}, "fp32", "bf16", "fp16");
    auto o = dot_options(name, name, 1, accumulator);
    DotBench bench(o);
    auto sign = 1u << (o.a.element.bits - 1);
    for (std::uint32_t scale = 0; scale < 255; ++scale) {
        auto one = o.a.element.kind == Kind::integer ? 1u : 2u;
        auto minus_one = o.a.element.kind == Kind::integer ? 255u : one | sign;
        bench.block(true, {one}, scale, {one}, 127);
        bench.block(false, {minus_one}, scale, {one}, 127);
    }
    CHECK(bench.beats() == 510);
}

// The most negative integer is read though conversions never write it: a bit more than without it.
TEST_CASE("sums have the exact widths of the dot product page") {
    auto [name, lanes, width] =
        GENERATE(table<std::string, unsigned, unsigned>({{"e2m1", 32, 14},
                                                         {"e2m3", 32, 18},
                                                         {"e3m2", 32, 24},
                                                         {"e4m3", 32, 42},
                                                         {"e5m2", 32, 70},
                                                         {"int8", 32, 21},
                                                         {"int6", 32, 17},
                                                         {"int4", 32, 13},
                                                         {"e2m1", 16, 13},
                                                         {"int4", 16, 12}}));
    auto o = dot_options(name, name, lanes, "none");
    auto unit = unit::dot(o);
    const auto& range = unit.circuit()->find_port("sum_o")->range;
    INFO(name << " " << ir::to_string(range));
    CHECK(range.width() == width);
}

TEST_CASE("sums of any length have the width of their largest finite sum") {
    auto [a, b] = GENERATE(table<std::string, std::string>({{"e4m3", "e4m3"},
                                                            {"e4m3", "int4"},
                                                            {"e4m3", "e5m2"},
                                                            {"e2m3", "e3m2"},
                                                            {"e3m4", "nf4"},
                                                            {"e5m2", "e5m2"},
                                                            {"int8", "int4"}}));
    for (unsigned products = 1; products <= 70; ++products) {
        auto o = dot_options(a, b, products, "none", static_cast<int>(products));
        const auto golden = spec_of(o);
        INFO(a << " " << b << ", " << products << " products");
        CHECK(unit::dot(o).circuit()->find_port("sum_o")->range.width() ==
              static_cast<unsigned>(model::sum_width(golden, products)));
        o.accumulator = *find_accumulator("fixed");
        o.blocks = 3;
        CHECK(unit::dot(o).circuit()->find_port("acc_o")->range.width() ==
              static_cast<unsigned>(model::sum_width(golden, 3 * products)));
    }
}

TEST_CASE("approximate sums of any length have the width of their largest finite sum") {
    auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2", "e3m2", "e2m1");
    auto [kind, mode] = GENERATE(table<std::string, std::string>(
        {{"lmul", "packed"}, {"lmul", "eq1"}, {"rounded", "packed"}}));
    for (unsigned products = 1; products <= 70; ++products) {
        auto o = dot_options(format, format, products, "none", static_cast<int>(products));
        o.multiplier =
            *find_multiplier(kind, mode, "paper", "flush", find_format(format)->mantissa_bits);
        INFO(format << " " << kind << " " << mode << ", " << products << " products");
        CHECK(unit::dot(o).circuit()->find_port("sum_o")->range.width() ==
              static_cast<unsigned>(model::sum_width(spec_of(o), products)));
    }
}

TEST_CASE("a promise that no code is the most negative one saves a bit of the sum") {
    auto [bits, lanes, width] = GENERATE(
        table<unsigned, unsigned, unsigned>({{8, 32, 20}, {6, 32, 16}, {4, 32, 12}, {4, 16, 11}}));
    ir::Module m{"dut", "A dot product of symmetric integers."};
    auto max_value = ir::pow2(bits - 1) - 1;
    auto a = m.input("a_i", ir::Range{-max_value, max_value}, lanes);
    auto b = m.input("b_i", ir::Range{-max_value, max_value}, lanes);
    std::vector<ir::Value> products;
    for (unsigned i = 0; i < lanes; ++i) products.push_back(a[i] * b[i]);
    CHECK(ir::sum(products).range().width() == width);
}
