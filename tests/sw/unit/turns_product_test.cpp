// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/sw/model/random_operand.h"
#include "tests/sw/unit/designs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// Rows of results for a product that enters beat by beat.
Expected stepped_product(const UnitDesign& design, const ProductOperands& operands) {
    const Unit& unit = unit_of(design);
    const auto ports = unit.ports(design, true);
    Beats in(ports, Stream::input), weights(ports, Stream::weights);
    Expected expected(ports);
    const auto golden = unit.golden(design);
    std::size_t beat = 0, weight = 0;
    for (const Section& section : unit.matrices()->products(design, {operands})) {
        std::size_t result = expected.size();
        while (section.next(in, weights)) {
            for (; weight < weights.size(); ++weight) golden->load(weights, weight);
            for (; beat < in.size(); ++beat) golden->step(in, beat, expected);
            if (section.answer) section.answer(expected, result);
            result = expected.size();
        }
    }
    return expected;
}

ProductOperands random_product(const DotDesign& dot, int rows, int depth, int cols) {
    std::mt19937 random(3);
    return {model::random_operand(dot.a, rows, depth, dot.a.block, false, random),
            model::random_operand(dot.b, cols, depth, dot.b.block, false, random)};
}

bool same_values(const std::vector<model::ExactValue>& x, const std::vector<model::ExactValue>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const auto& v, const auto& w) {
        return v == w || (v.is_nan() && w.is_nan());
    });
}

DesignProduct product_of(const UnitDesign& design, const ProductOperands& operands) {
    return unit_of(design).matrices()->multiply(design, operands);
}

Flags with_turns(Flags flags, const std::string& interleave) {
    flags.emplace_back("--interleave", interleave);
    return flags;
}

}  // namespace

TEST_CASE("a product on a dot product whose sums take turns is the product") {
    const std::string interleave = GENERATE(as<std::string>{}, "1", "4");
    const UnitDesign design = config_of(with_turns({{"--a", "mxfp8_e4m3"},
                                                    {"--block", "4"},
                                                    {"--lanes", "2"},
                                                    {"--accumulator", "late<24>"}},
                                                   interleave))
                                  .design;
    const auto& dot = std::get<DotDesign>(design);
    const ProductOperands operands = random_product(dot, 5, 23, 3);
    const Expected expected = stepped_product(design, operands);
    const DesignProduct product = product_of(design, operands);
    const auto turns = static_cast<std::size_t>(dot.interleave);
    constexpr std::size_t steps = 6;
    std::vector<model::ExactValue> values;
    for (std::size_t sum = 0; sum < 15; ++sum) {
        const std::size_t round = sum / turns * steps + steps - 1;
        values.push_back(sum_value(sum_format(dot),
                                   expected.beats.number(round * turns + sum % turns, Role::acc)));
    }
    CHECK(same_values(values, product.values));
}

TEST_CASE("a product on an array whose sums take turns is the product") {
    const auto flags = GENERATE(
        from_range(std::vector<Flags>{{{"--accumulator", "late<24>"}, {"--output", "bf16"}},
                                      {{"--accumulator", "late<24>"}, {"--output", "mxint8_b2"}},
                                      {{"--accumulator", "bf16"}, {"--output", "bf16"}}}));
    const std::string dataflow =
        GENERATE(as<std::string>{}, "output_stationary", "weight_stationary");
    Flags all{{"--unit", "array"}, {"--a", "mxfp8_e4m3"}, {"--block", "4"},        {"--lanes", "2"},
              {"--rows", "3"},     {"--cols", "2"},       {"--dataflow", dataflow}};
    all.insert(all.end(), flags.begin(), flags.end());
    const UnitDesign design = config_of(with_turns(all, "3")).design;
    const auto& array = std::get<ArrayDesign>(design);
    const bool weights = array.is_weight_stationary();
    const ProductOperands operands = random_product(array.dot, 7, 50, 9);
    const DesignProduct product = product_of(design, operands);
    CHECK(same_values(product.values,
                      product_of(config_of(with_turns(all, "1")).design, operands).values));

    // Where the last pass over the depth leaves a result: tiles of 3 x 6 or 9 x 2.
    const Expected expected = stepped_product(design, operands);
    const ArrayOutput output = array_output(array).value();
    const std::size_t passes = weights ? 5 : 1, rows = weights ? 9 : 3, cols = weights ? 2 : 6;
    std::vector<model::ExactValue> values;
    for (std::size_t row = 0; row < 7; ++row) {
        for (std::size_t col = 0; col < 9; ++col) {
            const std::size_t tile =
                weights ? col / cols * passes + passes - 1 : row / rows * 2 + col / cols;
            const std::size_t record = (tile * rows + row % rows) * (cols / 2) + col % cols / 2;
            const ResultRow left{.codes = expected.beats.numbers(record, Role::result),
                                 .scales = expected.beats.numbers(record, Role::result_scale)};
            values.push_back(result_value(output, left, col % 2));
        }
    }
    CHECK(same_values(values, product.values));
}

TEST_CASE("cycles of arrays whose sums take turns, and of clusters") {
    const auto cycles_of = [](const Flags& more, const ProductShape& product,
                              const std::string& rows = "8") {
        Flags all{{"--unit", "array"}, {"--a", "mxfp8_e4m3"}, {"--rows", rows}, {"--cols", "16"}};
        all.insert(all.end(), more.begin(), more.end());
        const UnitDesign design = config_of(all).design;
        Interface interface;
        interface.latency_cycles = 20;
        interface.element_latency = 3;
        return unit_of(design).matrices()->cycles(design, interface, product).value();
    };
    const Flags turns{{"--interleave", "4"}};
    // A tile is 8 x 64: 32 rows of results that leave one by one, and 2 blocks of 4 beats.
    CHECK(cycles_of(turns, {8, 64, 64}).tiles == 1);
    CHECK(cycles_of(turns, {8, 64, 64}).beats == 8);
    CHECK(cycles_of(turns, {8, 64, 64}).interval == 16 + 32 - 8 - 4 + 1);
    CHECK(cycles_of(turns, {8, 64, 64}).total == 20 + 8 + 31);
    CHECK(cycles_of(turns, {9, 1024, 65}).tiles == 4);
    CHECK(cycles_of(turns, {9, 1024, 65}).interval == 128);
    CHECK(cycles_of(turns, {9, 1024, 65}).total == 20 + 128 + 31 + 3 * 128);
    // The columns of clusters finish after each other, and so do turns.
    CHECK(cycles_of({}, {2, 32, 16}, "2").interval == 16);
    CHECK(cycles_of({{"--cluster", "2"}}, {2, 32, 16}, "2").interval == 9);
    CHECK(cycles_of({{"--interleave", "2"}}, {2, 32, 32}, "2").interval == 17);
    // Rows that take turns under stationary weights come in whole rounds; a tile's load is 16
    // beats.
    const Flags weights{{"--dataflow", "weight_stationary"}, {"--lanes", "16"}};
    Flags both = weights;
    both.emplace_back("--interleave", "4");
    CHECK(cycles_of(both, {5, 256, 16}).beats == 16);
    CHECK(cycles_of(both, {5, 256, 16}).total == 20 + 16 + 16);
    CHECK(cycles_of(both, {5, 512, 16}).total == 20 + 16 + 16 + (7 * 3 + 16 + 16));
    CHECK(cycles_of(weights, {5, 256, 16}).beats == 10);
    both.emplace_back("--cluster", "8");
    CHECK(cycles_of(both, {5, 256, 16}).interval == 7 * 3 + 2 + 16);
}
