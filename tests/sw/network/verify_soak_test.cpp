// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "sw/network/verify.h"
#include "tests/support/config_of.h"

using namespace mxgen;
using namespace mxgen::network;
using mxgen::testing::config_of;
using mxgen::testing::Flags;

namespace {

/// An array of a few elements: both dataflows, beats shorter and longer than a block, sums in turn.
Flags drawn_array(std::mt19937& random) {
    const auto one_of = [&](std::vector<std::string> choices) {
        return choices[random() % choices.size()];
    };
    const bool weights_stay = random() % 2 == 0;
    Flags flags{{"--unit", "array"},
                {"--a", one_of({"mxfp4", "mxfp8_e4m3", "mxint8"})},
                {"--block", "8"},
                {"--lanes", one_of({"1", "2", "4", "8", "16"})},
                {"--rows", one_of({"1", "2", "3", "4"})},
                {"--cols", one_of({"1", "2", "3", "4"})},
                {"--dataflow", weights_stay ? "weight_stationary" : "output_stationary"}};
    if (!weights_stay) flags.push_back({"--interleave", one_of({"1", "2", "4"})});
    return flags;
}

}  // namespace

TEST_CASE("the cycles of drawn products on drawn arrays are those of their RTL", "[.soak]") {
    constexpr unsigned first_seed = 2100, arrays = 40;
    for (unsigned seed = first_seed; seed < first_seed + arrays; ++seed) {
        std::mt19937 random(seed);
        const Flags flags = drawn_array(random);
        std::string words;
        for (const auto& [flag, value] : flags) words += flag + " " + value + " ";
        std::cout << "seed " << seed << ": " << words << std::endl;
        const Machine machine = machine_of(config_of(flags), {.runs = {}, .clock_mhz = 1000});
        std::vector<ProductShape> shapes;
        for (int i = 0; i < 5; ++i)
            shapes.push_back({1 + random() % 13, 1 + random() % 70, 1 + random() % 13});
        for (const auto& product : verify(machine, shapes, [](auto) {})) {
            INFO("seed " << seed << ": " << words << product.shape.rows << " x "
                         << product.shape.depth << " x " << product.shape.cols);
            CHECK(product.simulated == product.predicted);
            CHECK(product.is_right);
        }
    }
}
