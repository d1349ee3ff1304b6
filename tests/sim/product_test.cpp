// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/product.h"

#include <map>

#include "sw/fast/matmul.h"
#include "sw/support/error.h"
#include "sw/unit/array_tiles.h"
#include "sw/unit/units.h"
#include "tests/sim/jobs.h"
#include "tests/sim/products.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

Config config_of(const Flags& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return resolve(settings);
}

/// What leaves the array for a product, tile by tile, by the places of its results.
std::map<std::pair<int, int>, model::ExactValue> results_by_tiles(const ArrayDesign& array,
                                                                  const ProductOperands& operands) {
    std::map<std::pair<int, int>, model::ExactValue> results;
    const ArrayOutput output = array_output(array).value();
    ProductTiles tiles(array, operands);
    const bool weights = array.is_weight_stationary();
    const int rows = weights ? operands.a.rows : array.rows, cols = array.cols;
    const int passes =
        weights ? (operands.a.depth + depth_per_pass(array) - 1) / depth_per_pass(array) : 1;
    int row = 0, col = 0, pass = 0;
    while (const auto tile = tiles.next()) {
        const auto sums = fast::matmul(dot_spec(array.dot), tile->a, tile->b, tile->c);
        tiles.answer(sums.acc);
        for (int r = 0; r < rows; ++r) {
            const auto left =
                result_row(array, output, std::span(sums.acc).subspan(std::size_t(r) * cols, cols));
            for (int c = 0; c < cols; ++c)
                results[{row + r, col + c}] = result_value(output, left, c);
        }
        if (++pass < passes) continue;
        pass = 0;
        col += cols;
        if (col >= operands.b.rows && !weights) col = 0, row += rows;
    }
    return results;
}

/// A small array of the given formats; blocks of block outputs fill its rows.
Config array_of(const std::string& a, const std::string& b, const std::string& accumulator,
                const std::string& dataflow, const std::string& output, const Flags& more = {}) {
    Flags flags{{"--unit", "array"},  {"--a", a},
                {"--b", b},           {"--block", "6"},
                {"--lanes", "3"},     {"--rows", "3"},
                {"--cols", "2"},      {"--dataflow", dataflow},
                {"--output", output}, {"--accumulator", accumulator}};
    if (accumulator.starts_with("tensorcore")) flags[4].second = "6";
    if (output.empty()) std::erase(flags, std::pair<std::string, std::string>("--output", ""));
    return config_of(with(flags, more));
}

const std::vector<Extent> extents = {{1, 1, 1}, {2, 3, 5}, {3, 8, 2}, {7, 29, 11}, {5, 48, 3}};

/// Zeros of either sign, but one NaN, are different values.
bool same(const model::ExactValue& x, const model::ExactValue& y) {
    return x == y || (x.is_nan() && y.is_nan());
}

DesignProduct product_of(const Config& config, const ProductOperands& operands) {
    return matrix_unit_of(config).multiply(config.design, operands);
}

}  // namespace

TEST_CASE("a product is what leaves the array, tile by tile") {
    const auto [a, b, accumulator] = GENERATE(table<std::string, std::string, std::string>({
        {"mxfp4", "mxfp6_e3m2", "fp32"},
        {"mxint8", "e4m3", "bf16"},
        {"nvfp4", "nvint4", "fp16"},
        {"mxfp4", "mxfp4", "fixed<6,0>"},
        {"int4", "int6", "int"},
        {"int8", "int5", "int12 saturate"},
        {"int16", "int8", "int32 spill"},
        {"e4m3", "e2m1", "tensorcore<2,4,9>"},
        {"mxfp4", "nvint4", "late<20>"},
    }));
    const std::string dataflow =
        GENERATE(as<std::string>(), "output_stationary", "weight_stationary");
    const std::string output =
        GENERATE(as<std::string>(), "", "fp32", "fp16", "bf16", "mxfp6_e2m3_b1", "mxint8_b2");
    const Config config = array_of(a, b, accumulator, dataflow, output);
    for (const Extent& extent : extents) {
        const ProductOperands operands = random_product(config.design, extent);
        const DesignProduct product = product_of(config, operands);
        const auto left = results_by_tiles(std::get<ArrayDesign>(config.design), operands);
        REQUIRE(product.values.size() == std::size_t(extent.rows) * extent.cols);
        INFO(config.name << ' ' << extent.rows << ' ' << extent.depth << ' ' << extent.cols);
        for (int row = 0; row < extent.rows; ++row)
            for (int col = 0; col < extent.cols; ++col)
                REQUIRE(same(product.values[std::size_t(row) * extent.cols + col],
                             left.at({row, col})));
    }
}

TEST_CASE("sums that a design does not take are refused") {
    const auto refused = [](const Config& config, const Extent& extent) {
        CHECK_THROWS_AS(product_of(config, random_product(config.design, extent)), Error);
    };
    const Config exact =
        array_of("int8", "int8", "int", "output_stationary", "", {{"--blocks", "2"}});
    CHECK_NOTHROW(product_of(exact, random_product(exact.design, {1, 12, 1})));
    refused(exact, {1, 25, 1});
    const Config none = config_of(
        {{"--unit", "dot"}, {"--a", "int8"}, {"--block", "4"}, {"--accumulator", "none"}});
    CHECK_NOTHROW(product_of(none, random_product(none.design, {2, 4, 3})));
    refused(none, {2, 5, 3});
    const Config single =
        config_of({{"--unit", "dot"}, {"--a", "mxfp4"}, {"--block", "4"}, {"--blocks", "1"}});
    CHECK_NOTHROW(product_of(single, random_product(single.design, {2, 4, 3})));
    refused(single, {2, 5, 3});
}

TEST_CASE("one power of two a row: inside of the sums or outside, one result") {
    const auto per_row = [](const std::string& scale) {
        return config_of({{"--unit", "array"},
                          {"--a", "e2m1"},
                          {"--a-scale", scale},
                          {"--a-scale-per", "row"},
                          {"--block", "4"}});
    };
    const Config inside = per_row("e8m0"), outside = per_row("none");
    CHECK(formats_of(inside.design).a.name == "mxfp4_b4_row");
    CHECK(outside.name != inside.name);
    ProductOperands operands = random_product(outside.design, {2, 11, 3});
    const auto plain = product_of(outside, operands);
    operands.a.scales = {120, 120, 120, 131, 131, 131};
    operands.b.scales = {127, 127, 127, 130, 130, 130, 120, 120, 120};
    const auto scaled = product_of(inside, operands);
    const int exponents[] = {-7, 4}, columns[] = {0, 3, -7};
    for (std::size_t i = 0; i < 6; ++i)
        CHECK(scaled.values[i].number ==
              plain.values[i].number * Dyadic(1, exponents[i / 3] + columns[i % 3]));
}
