// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/golden.h"

#include <catch2/catch.hpp>

#include "sw/model/dot.h"
#include "sw/unit/array_tiles.h"
#include "sw/unit/dot_steps.h"
#include "sw/unit/units.h"
#include "tests/sw/unit/designs.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

constexpr std::uint64_t seed = 3, vectors = 200;

/// Input beats of the random section in one mode, and what the golden model says.
struct Followed {
    Followed(const UnitDesign& design, const std::string& kind)
        : ports(unit_of(design).ports(design, true)),
          in(ports, Stream::input),
          weights(ports, Stream::weights),
          expected(ports) {
        const auto golden = unit_of(design).golden(design);
        for (const Section& section :
             unit_of(design).stimulus(design, {.seed = seed, .vectors = vectors})) {
            if (section.kind != kind) continue;
            while (section.next(in, weights)) {
            }
        }
        for (std::size_t i = 0; i < weights.size(); ++i) golden->load(weights, i);
        for (std::size_t i = 0; i < in.size(); ++i) golden->step(in, i, expected);
    }

    std::vector<Port> ports;
    Beats in, weights;
    Expected expected;
};

/// A block of a row of an operand, and its scale.
struct Block {
    Block(const model::MatrixOperand& operand, int row, int block, int number)
        : codes(
              std::span(operand.codes)
                  .subspan(static_cast<std::size_t>(row) * operand.depth + number * block, block)) {
        const std::size_t blocks = operand.scales.size() / operand.rows;
        if (blocks > 0) scale = operand.scales[row * blocks + number];
    }

    std::span<const std::uint32_t> codes;
    std::uint32_t scale = 0;
};

/// One sum by the model itself, without the bulk product.
Integer sum_of(const DotDesign& dot, const Tile& tile, int row, int col, const Integer& first) {
    model::Dot model(dot_spec(dot));
    for (int i = 0; i < tile.a.depth / dot.a.block; ++i) {
        const Block a(tile.a, row, dot.a.block, i), b(tile.b, col, dot.a.block, i);
        model.block(i == 0, a.codes, a.scale, b.codes, b.scale, first);
    }
    return model.acc();
}

}  // namespace

TEST_CASE("a dot product stepped beat by beat through its ports is the model's") {
    const auto flags = GENERATE(from_range(std::vector<Flags>{
        {{"--a", "mxfp8_e4m3"}, {"--block", "4"}, {"--lanes", "2"}, {"--initial", "true"}},
        {{"--a", "mxfp6_e3m2"}, {"--b", "nvint4"}, {"--block", "2"}, {"--lanes", "6"}},
        {{"--a", "int5"}, {"--lanes", "3"}, {"--block", "3"}, {"--accumulator", "int12 wrap"}},
        {{"--a", "e4m3"}, {"--lanes", "2"}, {"--block", "2"}, {"--accumulator", "fixed<9,-9>"}},
        {{"--a", "mxfp4"}, {"--block", "4"}, {"--blocks", "1"}}}));
    const DotDesign dot = std::get<DotDesign>((config_of(flags)).design);
    const Followed followed(dot, "random");
    REQUIRE(followed.expected.size() == vectors);
    model::Dot model(dot_spec(dot));
    const auto steps = random_steps(dot, seed, vectors);
    const BeatShape shape = dot.beats();
    for (std::size_t i = 0; i < vectors; ++i) {
        const auto step = steps();
        REQUIRE(step);
        for (int block = 0; block < shape.blocks_per_step(); ++block) {
            const Block a(step->a, 0, shape.block, block), b(step->b, 0, shape.block, block);
            model.block(step->first && block == 0, a.codes, a.scale, b.codes, b.scale,
                        step->initial);
        }
        const Beats& beats = followed.expected.beats;
        REQUIRE(beats.number(i, Role::acc) == model.acc());
        if (beats.slot(Role::overflow) >= 0)
            REQUIRE(beats.number(i, Role::overflow) == model.overflow());
        if (beats.slot(Role::invalid) >= 0)
            REQUIRE(beats.number(i, Role::invalid) == model.invalid());
        const Cause& cause = followed.expected.causes[i];
        CHECK(cause.first == i * shape.beats_per_step());
        CHECK(cause.count == static_cast<std::size_t>(shape.beats_per_step()));
    }
}

TEST_CASE("an array stepped beat by beat through its ports gives the model's rows") {
    const auto dataflow = GENERATE(as<std::string>{}, "output_stationary", "weight_stationary");
    const auto flags = GENERATE(from_range(std::vector<Flags>{
        {{"--a", "mxfp4"}, {"--block", "4"}, {"--lanes", "2"}},
        {{"--a", "int4"}, {"--block", "1"}, {"--lanes", "3"}, {"--accumulator", "int"}},
        {{"--a", "mxint8"}, {"--block", "2"}, {"--lanes", "4"}, {"--output", "mxfp8_e4m3_b2"}}}));
    Flags all{{"--unit", "array"}, {"--rows", "3"}, {"--cols", "2"}, {"--dataflow", dataflow}};
    all.insert(all.end(), flags.begin(), flags.end());
    const ArrayDesign array = std::get<ArrayDesign>((config_of(all)).design);
    const Followed followed(array, "random");
    const ArrayOutput output = array_output(array).value();
    const Beats& beats = followed.expected.beats;
    const auto tiles = random_tiles(array, seed, vectors);
    std::size_t record = 0;
    while (const auto tile = tiles()) {
        for (int row = 0; row < tile->a.rows; ++row, ++record) {
            std::vector<Integer> sums;
            for (int col = 0; col < array.cols; ++col)
                sums.push_back(sum_of(array.dot, *tile, row, col,
                                      tile->c.empty() ? 0 : tile->c[row * array.cols + col]));
            const ResultRow due = result_row(array, output, sums);
            REQUIRE(record < followed.expected.size());
            REQUIRE(beats.numbers(record, Role::result) == due.codes);
            REQUIRE(beats.numbers(record, Role::result_scale) == due.scales);
            if (beats.slot(Role::sum) >= 0) REQUIRE(beats.numbers(record, Role::sum) == sums);
            REQUIRE(beats.number(record, Role::last) == (row + 1 == tile->a.rows));
        }
    }
    CHECK(record == followed.expected.size());
    CHECK(record * array.cols >= vectors);
}

TEST_CASE("examples of every unit have answers, at least one per transaction") {
    for (const Flags& flags : std::vector<Flags>{
             {{"--unit", "dot"}, {"--a", "mxfp4"}},
             {{"--unit", "array"}, {"--a", "mxfp4"}, {"--rows", "2"}, {"--cols", "2"}},
             {{"--unit", "multiply"}, {"--a", "e4m3"}},
             {{"--unit", "convert"}, {"--a", "mxfp4"}, {"--lanes", "8"}},
             {{"--unit", "deconvert"}, {"--a", "nvfp4"}}}) {
        const UnitDesign design = (config_of(flags)).design;
        const auto ports = unit_of(design).ports(design, true);
        Beats in(ports, Stream::input), weights(ports, Stream::weights);
        Expected expected(ports);
        const auto golden = unit_of(design).golden(design);
        std::size_t transactions = 0;
        for (const Section& section : unit_of(design).examples(design))
            while (section.next(in, weights)) ++transactions;
        for (std::size_t i = 0; i < in.size(); ++i) golden->step(in, i, expected);
        INFO(unit_of(design).name());
        CHECK(transactions > 0);
        CHECK(expected.size() >= transactions);
    }
}
