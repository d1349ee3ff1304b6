// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/compressor.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::lower;

namespace {

using BitColumns = std::vector<std::vector<WaitingBit>>;

BitColumns random_bits(std::mt19937& random, unsigned size) {
    BitColumns columns(size);
    unsigned number = 0;
    for (auto& column : columns)
        for (auto bits = random() % 12; bits > 0; --bits)
            column.push_back({number++, static_cast<double>(random() % 9)});
    return columns;
}

/// A random value of every bit, and of what the steps make of them.
std::map<unsigned, unsigned> values_of(const CompressorPlan& plan, const BitColumns& columns,
                                       std::mt19937& random) {
    std::map<unsigned, unsigned> values;
    for (const auto& column : columns)
        for (const auto& bit : column) values[bit.number] = random() % 2;
    for (const auto& step : plan.steps) {
        unsigned total = step.kind == AdderStep::Kind::one;
        for (const auto operand : step.operands) total += values.at(operand);
        REQUIRE(total < 4);
        values[step.sum] = total % 2, values[step.carry] = total / 2;
    }
    return values;
}

ir::Int sum_of(const BitColumns& columns, const std::map<unsigned, unsigned>& values) {
    ir::Int sum = 0;
    for (unsigned weight = 0; weight < columns.size(); ++weight)
        for (const auto& bit : columns[weight]) sum += values.at(bit.number) * ir::pow2(weight);
    return sum;
}

}  // namespace

TEST_CASE(
    "compressed columns have the sum of the bits and of the constant, at most two bits each") {
    const testing::CaseSeed seed("compressors");
    std::mt19937 random(seed);
    for (int n = 0; n < 400; ++n) {
        const unsigned size = 1 + random() % 12, rippled = random() % (size + 1);
        const auto columns = random_bits(random, size);
        const ir::Int constant = ir::Int(random()) % ir::pow2(size);
        const auto plan = plan_compressor(columns, constant, rippled, {});
        REQUIRE(plan.columns.size() == size);
        for (unsigned weight = 0; weight < size; ++weight)
            REQUIRE(plan.columns[weight].size() <= (weight < rippled ? 1 : 2));
        const auto values = values_of(plan, columns, random);
        const ir::Int modulus = ir::pow2(size);
        REQUIRE(sum_of(plan.columns, values) % modulus ==
                (sum_of(columns, values) + constant) % modulus);
    }
}

TEST_CASE("the earliest bits of a column are added first, the latest on the carry pin") {
    const auto plan = plan_compressor({{{0, 5}, {1, 1}, {2, 0}, {3, 3}, {4, 9}}, {}, {}}, 0, 1, {});
    REQUIRE(plan.steps.size() >= 2);
    CHECK(plan.steps[0].operands == std::vector<unsigned>{2, 1, 3});
    CHECK(plan.steps[1].operands == std::vector<unsigned>{0, plan.steps[0].sum, 4});
}
