// SPDX-License-Identifier: Apache-2.0
#include "tests/gen/unit/lattice.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

void follow(unsigned points, unsigned max_lanes, unsigned blocks) {
    unsigned checks = 0;
    for (unsigned n = 0; n < points; ++n) {
        const CaseSeed seed(fmt::format("point {}", n));
        std::mt19937 random(seed);
        auto point = sample_point(random, "dut", max_lanes);
        INFO(describe(point));
        auto script = script_of(point, blocks, seed);
        for (const auto& cycle : script.cycles) checks += cycle.mask != 0;
        auto difference = first_difference(script);
        if (difference) FAIL(*difference);
    }
    CHECK(checks > points * blocks);
}

}  // namespace

TEST_CASE("random points of the lattice follow the golden model") { follow(300, 8, 12); }

TEST_CASE("many random points of the lattice follow the golden model", "[.soak]") {
    follow(10000, 32, 24);
}

TEST_CASE("a wrong sum is noticed") {
    std::mt19937 random(1);
    auto script = script_of(sample_point(random, "dut", 4), 4, 1);
    bool altered = false;
    for (auto& cycle : script.cycles) {
        if (cycle.mask == 0 || altered) continue;
        cycle.out ^= cycle.mask;
        altered = true;
    }
    CHECK(first_difference(script));
}
