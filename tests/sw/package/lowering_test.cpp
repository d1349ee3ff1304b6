// SPDX-License-Identifier: Apache-2.0
#include "sw/package/lowering.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sw/package/explain.h"
#include "tests/support/config_of.h"

using namespace mxgen;
using mxgen::testing::config_of;
using mxgen::testing::Flags;

namespace {

/// Whether the product of a design without other sums has adder cells of its own.
bool has_product_tree(Flags flags) {
    flags.insert(flags.end(), {{"--block", "1"}, {"--lanes", "1"}});
    const auto explained = package::explain(config_of(flags));
    return std::any_of(explained.choices.begin(), explained.choices.end(),
                       [](const lower::Choice& choice) {
                           return choice.part.find(": product mag") != std::string::npos;
                       });
}

}  // namespace

TEST_CASE("a small unsigned product beside a loop is left to the synthesis tool") {
    CHECK_FALSE(has_product_tree({{"--a", "bf16"}, {"--accumulator", "bf16"}}));
    CHECK_FALSE(has_product_tree({{"--a", "e4m3"}, {"--accumulator", "fp32"}}));
}

TEST_CASE("wide, signed, pipelined products and those of no loop have adder cells") {
    CHECK(has_product_tree({{"--a", "fp16"}, {"--accumulator", "fp16"}}));
    CHECK(has_product_tree({{"--a", "int8"}, {"--accumulator", "int32"}}));
    CHECK(has_product_tree({{"--a", "bf16"}, {"--accumulator", "bf16"}, {"--stages", "2"}}));
    CHECK(has_product_tree({{"--a", "e4m3"}, {"--accumulator", "none"}}));
}
