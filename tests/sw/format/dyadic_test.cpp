// SPDX-License-Identifier: Apache-2.0
#include "sw/format/dyadic.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace mxgen;

TEST_CASE("a dyadic number has one representation") {
    CHECK(Dyadic(12, -2) == Dyadic(3));
    CHECK(Dyadic(-40) == Dyadic(-5, 3));
    CHECK(Dyadic(0, 17) == Dyadic());
    CHECK_FALSE(Dyadic(1) == Dyadic(1, 1));
}

TEST_CASE("sums and products are exact across a thousand binades") {
    const Dyadic huge(1, 600), tiny(1, -600);
    CHECK(huge + tiny - huge == tiny);
    CHECK(huge * tiny == Dyadic(1));
    CHECK(tiny < huge);
    CHECK(-huge < tiny);
    CHECK_FALSE(tiny < tiny);
    CHECK(exponent_of(huge - tiny) == 599);
    CHECK(exponent_of(Dyadic(-3, -1)) == 0);
}

TEST_CASE("floor goes towards minus infinity") {
    CHECK(floor_in_units(Dyadic(7, -1), 0) == 3);
    CHECK(floor_in_units(Dyadic(-7, -1), 0) == -4);
    CHECK(floor_in_units(Dyadic(-6), 1) == -3);
    CHECK(floor_in_units(Dyadic(5), -2) == 20);
}

TEST_CASE("doubles come and go unchanged, subnormals too") {
    std::mt19937_64 random(7);
    for (int i = 0; i < 2000; ++i) {
        const double x = std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())),
                                    static_cast<int>(random() % 2000) - 1100);
        if (!std::isfinite(x)) continue;
        CHECK(to_double(from_double(x)) == x);
    }
    const double smallest = std::numeric_limits<double>::denorm_min();
    CHECK(to_double(from_double(smallest)) == smallest);
    CHECK(to_double(Dyadic(3, -1075)) == 2 * smallest);
    CHECK(to_double(Dyadic(1, -1075)) == 0);
    CHECK(std::isinf(to_double(Dyadic(1, 1024))));
    CHECK(to_double(Dyadic((Integer(1) << 53) + 1)) == 9007199254740992.0);
}

TEST_CASE("decimals are exact and short") {
    CHECK(to_string(Dyadic()) == "0");
    CHECK(to_string(Dyadic(-7, -4)) == "-0.4375");
    CHECK(to_string(Dyadic(448)) == "448");
    CHECK(to_string(Dyadic(3, -1)) == "1.5");
    CHECK(to_string(Dyadic(1, -9)) == "0.001953125");
    CHECK(to_string(Dyadic(-3, -131)) == "-1.5 * 2^-130");
    CHECK(to_string(Dyadic(1, 127)) == "1 * 2^127");
}
