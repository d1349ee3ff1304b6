// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/support/refusal.h"
#include "tests/sw/model/random_operand.h"
#include "tests/sw/unit/designs.h"

using namespace mxgen;
using namespace mxgen::test;
using mxgen::testing::refusal;

namespace {

Flags rescaled(const std::string& accumulator, Flags more = {}) {
    Flags flags{{"--a", "int6"},
                {"--b", "int4"},
                {"--block", "4"},
                {"--lanes", "2"},
                {"--accumulator", accumulator},
                {"--rescale", "true"}};
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

std::int64_t number_of(const Format& format, std::uint32_t code) {
    return floor_in_units(model::decode(format, code).number, 0).convert_to<std::int64_t>();
}

/// 2 (2 (g0) + g1) + g2 and so on, a plain sum for each group, cut to `bits` as said at each block.
std::int64_t doubled_sum(const DotDesign& dot, const ProductOperands& operands, int row, int col,
                         int bits, bool saturates) {
    const std::int64_t half = std::int64_t{1} << (bits - 1);
    std::int64_t sum = 0;
    int from = 0;
    for (std::size_t group = 0; group < operands.groups.size(); ++group) {
        const int size = operands.groups[group];
        for (int block = 0; block < std::max(size, 1); block += dot.a.block) {
            if (block == 0 && group > 0) sum *= 2;
            for (int i = block; i < std::min(size, block + dot.a.block); ++i)
                sum +=
                    number_of(dot.a.element, operands.a.codes[row * operands.a.depth + from + i]) *
                    number_of(dot.b.element, operands.b.codes[col * operands.b.depth + from + i]);
            if (saturates)
                sum = std::clamp(sum, -half, half - 1);
            else
                sum = ((sum + half) & (2 * half - 1)) - half;
        }
        from += size;
    }
    return sum;
}

}  // namespace

TEST_CASE("groups are summed from the largest scale to the smallest") {
    const auto [accumulator, bits, saturates] = GENERATE(table<std::string, int, bool>(
        {{"int32 saturate", 32, true}, {"int11 saturate", 11, true}, {"int11 wrap", 11, false}}));
    const UnitDesign design = config_of(rescaled(accumulator)).design;
    const auto& dot = std::get<DotDesign>(design);
    std::mt19937 random(5);
    ProductOperands operands{model::random_operand(dot.a, 6, 33, 4, false, random),
                             model::random_operand(dot.b, 5, 33, 4, false, random),
                             {9, 0, 16, 3, 5}};
    const DesignProduct product = unit_of(design).matrices()->multiply(design, operands);
    for (int row = 0; row < 6; ++row)
        for (int col = 0; col < 5; ++col)
            CHECK(product.values[row * 5 + col].number ==
                  Dyadic(doubled_sum(dot, operands, row, col, bits, saturates)));
    if (bits < 32) CHECK(product.flagged > 0);
    operands.groups.back() = 4;
    CHECK(refusal([&] { unit_of(design).matrices()->multiply(design, operands); }) ==
          "--groups = 9,0,16,3,4: has 32 elements, the matrices 33; allowed: 33; nearest: 33");
}

TEST_CASE("sums double where they are integers that may overflow") {
    const auto fault = [](const Flags& flags) { return refusal([&] { config_of(flags); }); };
    CHECK(fault(rescaled("int32 saturate")).empty());
    for (const char* accumulator : {"int", "int32", "fp32"})
        CHECK(fault(rescaled(accumulator))
                  .find("nearest: false, or --accumulator \"int32 saturate\"") !=
              std::string::npos);
    CHECK(fault(rescaled("int32 wrap", {{"--lanes", "8"}})).find("--lanes 4") != std::string::npos);
    CHECK(fault({{"--unit", "array"}, {"--a", "int8"}, {"--rescale", "true"}})
              .find("elements of arrays have no port rescale_i") != std::string::npos);
}

TEST_CASE("groups need a design that doubles its sums") {
    const UnitDesign design = config_of({{"--a", "int8"}, {"--accumulator", "int"}}).design;
    const auto& dot = std::get<DotDesign>(design);
    std::mt19937 random(5);
    const ProductOperands operands{model::random_operand(dot.a, 1, 4, 1, false, random),
                                   model::random_operand(dot.b, 1, 4, 1, false, random),
                                   {2, 2}};
    CHECK(refusal([&] { unit_of(design).matrices()->multiply(design, operands); }) ==
          "--groups = 2,2: the design does not double its sums; allowed: with --rescale; nearest: "
          "--rescale");
}
