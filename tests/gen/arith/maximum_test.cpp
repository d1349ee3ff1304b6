// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/maximum.h"

#include <algorithm>
#include <random>

#include "tests/gen/arith/circuit.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

view::Interpreter largest_of(unsigned values, unsigned bits, unsigned floor) {
    return interpreted([&](ir::Module& m) {
        auto x = m.input("x_i", ir::Range::unsigned_bits(bits), values);
        m.output("largest_o", arith::maximum(m, "dut_max", x, floor));
    });
}

unsigned largest_seen(view::Interpreter& dut, const std::vector<unsigned>& x) {
    for (unsigned i = 0; i < x.size(); ++i) dut.set("x_i", x[i], i);
    dut.eval();
    return code_at(dut, "largest_o");
}

}  // namespace

TEST_CASE("the largest of every three values of up to four bits") {
    const auto bits = GENERATE(1u, 2u, 3u, 4u);
    const auto floor = GENERATE(0u, 1u, 5u);
    auto dut = largest_of(3, bits, floor);
    for (unsigned all = 0; all < 1u << (3 * bits); ++all) {
        const unsigned mask = (1u << bits) - 1;
        const std::vector x{all & mask, (all >> bits) & mask, all >> (2 * bits)};
        INFO(x[0] << " " << x[1] << " " << x[2]);
        REQUIRE(largest_seen(dut, x) == std::max(floor, *std::ranges::max_element(x)));
    }
}

TEST_CASE("the largest of many values of any width, near each other or not") {
    const auto values = GENERATE(1u, 2u, 5u, 16u);
    const auto bits = GENERATE(5u, 8u, 11u, 16u);
    const testing::CaseSeed seed(std::to_string(values) + " of " + std::to_string(bits) + " bits");
    std::mt19937 random(seed);
    auto dut = largest_of(values, bits, 3);
    for (int n = 0; n < 300; ++n) {
        const unsigned spread = 1u << (1 + random() % bits), base = random() % (1u << bits);
        std::vector<unsigned> x;
        for (unsigned i = 0; i < values; ++i)
            x.push_back((base ^ (random() % spread)) % (1u << bits));
        REQUIRE(largest_seen(dut, x) == std::max(3u, *std::ranges::max_element(x)));
    }
}
