// SPDX-License-Identifier: Apache-2.0
#include "sw/accuracy/multiplier.h"

#include <catch2/catch.hpp>

using namespace mxgen;
using namespace mxgen::accuracy;

namespace {

MultiplySpec spec_of(const char* format, const char* kind, const char* mode = "packed",
                     const char* l = "paper") {
    const Format f = find_format(format).value();
    return {f, f, find_multiplier(kind, mode, l, "flush", f.mantissa_bits).value()};
}

/// Equal to the digits given: within half a unit of the last one.
Approx digits(double value, double unit) { return Approx(value).epsilon(0).margin(unit / 2); }

}  // namespace

// arXiv:2412.18948, Table IV prints 0.968, 141, 0.068, 7.56e5 and 0.005.
TEST_CASE("eq1 on E4M3 as published, not truncated") {
    const auto accuracy = measure(spec_of("e4m3", "lmul", "eq1"));
    REQUIRE(accuracy.exhaustive);
    REQUIRE(accuracy.lane.pairs == 119 * 119);
    CHECK(accuracy.lane.probability.value == digits(0.968, 1e-3));
    CHECK(accuracy.lane.mean_absolute.value == digits(140.6, 0.1));
    CHECK(accuracy.lane.mean_relative.value == digits(0.0684, 1e-4));
    CHECK(accuracy.lane.mean_squared.value == digits(7.561e5, 100));
    CHECK(accuracy.lane.normalized_distance == digits(0.005, 1e-3));
    CHECK(accuracy.lane.mean_absolute.interval == 0);
}

TEST_CASE("eq1 on E4M3 truncated to three bits") {
    const auto accuracy = measure(spec_of("e4m3", "lmul", "eq1"));
    CHECK(accuracy.stored.mean_absolute.value == digits(168.4, 0.1));
    CHECK(accuracy.stored.mean_relative.value == digits(0.0802, 1e-4));
    CHECK(accuracy.stored.mean_squared.value == digits(1.117e6, 1000));
}

TEST_CASE("packed L-Mul at uniform mantissas") {
    CHECK(uniform_mantissa_error(spec_of("e5m2", "lmul")) == digits(0.147, 1e-3));
    CHECK(uniform_mantissa_error(spec_of("e4m3", "lmul")) == digits(0.052, 1e-3));
    CHECK(uniform_mantissa_error(spec_of("e3m4", "lmul")) == digits(0.051, 1e-3));
    CHECK(uniform_mantissa_error(spec_of("e3m4", "lmul", "packed", "4")) == digits(0.027, 1e-3));
    CHECK(uniform_mantissa_error(spec_of("bf16", "lmul")) == digits(0.027, 1e-3));
    CHECK_THROWS_AS(uniform_mantissa_error(spec_of("fp32", "lmul")), std::invalid_argument);
}

TEST_CASE("an exact multiplier errs by rounding alone") {
    const auto accuracy = measure(spec_of("e4m3", "exact"));
    CHECK(accuracy.lane.probability.value == 0);
    CHECK(accuracy.lane.worst_relative == 0);
    CHECK(accuracy.dot_error == 0);
    CHECK(accuracy.stored.worst_relative <= 1.0 / 16);
    CHECK(accuracy.stored.probability.value > 0.5);
    CHECK(accuracy.saturated_share > 0.1);
    const auto rounded = measure(spec_of("e4m3", "rounded"));
    CHECK(rounded.lane.mean_relative.value ==
          Approx(accuracy.stored.mean_relative.value).epsilon(1e-12));
}

TEST_CASE("sampled figures of E4M3 hold the exhaustive ones") {
    const MultiplySpec spec = spec_of("e4m3", "lmul");
    const auto all = measure(spec).lane;
    const auto some = measure(spec, {.samples = 20000, .seed = 3, .exhaustive_bits = 0}).lane;
    REQUIRE(some.pairs == 20000);
    for (const auto& [sampled, exact] : {std::pair{some.mean_relative, all.mean_relative},
                                         {some.mean_absolute, all.mean_absolute},
                                         {some.relative_bias, all.relative_bias},
                                         {some.probability, all.probability}}) {
        CHECK(sampled.interval > 0);
        // Twice the 95 % interval: wrong once in 10^4 seeds, and the seed is fixed.
        CHECK(std::abs(sampled.value - exact.value) < 2 * sampled.interval);
    }
}

TEST_CASE("wide formats are sampled, repeatably") {
    const MultiplySpec spec = spec_of("fp32", "lmul");
    const MultiplierOptions options{.samples = 2000, .seed = 9};
    const auto first = measure(spec, options), second = measure(spec, options);
    CHECK_FALSE(first.exhaustive);
    CHECK(first.lane.mean_relative.value == second.lane.mean_relative.value);
    CHECK(first.dot_error == second.dot_error);
    CHECK(first.lane.mean_relative.value == Approx(0.0271).margin(0.002));
    CHECK(first.lane.mean_relative.value !=
          measure(spec, {.samples = 2000, .seed = 10}).lane.mean_relative.value);
}

TEST_CASE("errors by mantissa, and of sums of one sign") {
    // Mitchell's product is never too large; it is exact where one of the mantissas is zero.
    const auto mitchell = measure(spec_of("e4m3", "lmul", "packed", "none"));
    REQUIRE(mitchell.histogram.bits == 3);
    REQUIRE(mitchell.histogram.mean_relative_bias.size() == 64);
    for (int x = 0; x < 8; ++x) {
        for (int y = 0; y < 8; ++y) {
            const double bias = mitchell.histogram.mean_relative_bias[8 * x + y];
            CHECK((x == 0 || y == 0 ? bias == 0 : bias < 0));
        }
    }
    CHECK(mitchell.lane.worst_relative == Approx(1.0 / 9));  // 1.5 * 1.5 gives 2
    CHECK(mitchell.dot_error > 0.02);
    CHECK(mitchell.dot_error < mitchell.lane.worst_relative);
}
