// SPDX-License-Identifier: Apache-2.0
#include "sw/model/lfsr.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace mxgen::model;

namespace {

/// What makes the first lane start with a state.
constexpr std::uint32_t first_lane = 0x9E3779B9;

/// 32 steps: the period of one, which 2 does not divide.
std::uint32_t stepped(std::uint32_t state) {
    Lfsr registers(1, 32, state ^ first_lane);
    REQUIRE(registers.next()[0] == state);
    return registers.next()[0];
}

/// A step, which is linear, by the states that the single bits lead to.
using Step = std::array<std::uint32_t, 32>;

std::uint32_t after(const Step& step, std::uint32_t state) {
    std::uint32_t result = 0;
    for (unsigned bit = 0; bit < 32; ++bit)
        if (state >> bit & 1) result ^= step[bit];
    return result;
}

Step composed(const Step& second, const Step& first) {
    Step both{};
    for (unsigned bit = 0; bit < 32; ++bit) both[bit] = after(second, first[bit]);
    return both;
}

Step identity() {
    Step step{};
    for (unsigned bit = 0; bit < 32; ++bit) step[bit] = 1u << bit;
    return step;
}

Step power(Step step, std::uint32_t exponent) {
    Step result = identity();
    for (; exponent; exponent >>= 1, step = composed(step, step))
        if (exponent & 1) result = composed(step, result);
    return result;
}

}  // namespace

TEST_CASE("feedback registers pass through all states but zero") {
    Step step{};
    for (unsigned bit = 0; bit < 32; ++bit) step[bit] = stepped(1u << bit);
    CHECK(after(step, 0xDEADBEEF) == stepped(0xDEADBEEF));
    const std::uint32_t all = 0xFFFFFFFF;
    CHECK(power(step, all) == identity());
    // No divisor of 2^32 - 1 = 3 * 5 * 17 * 257 * 65537 is a period.
    for (const std::uint32_t prime : {3u, 5u, 17u, 257u, 65537u})
        CHECK(power(step, all / prime) != identity());
}

TEST_CASE("bits that follow each other have nothing in common") {
    Lfsr registers(8, 8, 3);
    auto before = registers.next();
    std::array<int, 9> equal{};
    constexpr int beats = 4096;
    for (int beat = 0; beat < beats; ++beat) {
        const auto now = registers.next();
        for (std::size_t lane = 0; lane < now.size(); ++lane)
            // Not even shifted against each other, as one step would leave them.
            for (int shift = 0; shift <= 8; ++shift)
                equal[shift] += (before[lane] >> shift) == now[lane] % (256u >> shift);
        before = now;
    }
    for (int shift = 0; shift <= 8; ++shift) {
        const double expected = beats * 8 * std::ldexp(1.0, shift - 8);
        CHECK(std::abs(equal[shift] - expected) < 5 * std::sqrt(expected) + 1);
    }
}

TEST_CASE("lanes start apart, never at zero, and give evenly distributed bits") {
    Lfsr wide(64, 32, 7);
    const auto start = wide.next();
    CHECK(std::set<std::uint32_t>(start.begin(), start.end()).size() == 64);
    CHECK(Lfsr(1, 32, first_lane).next()[0] == 1);
    Lfsr registers(32, 8, 1);
    constexpr int beats = 4096, values = beats * 32;
    std::array<int, 256> counts{};
    for (int beat = 0; beat < beats; ++beat)
        for (const auto bits : registers.next()) {
            REQUIRE(bits < 256);
            ++counts[bits];
        }
    double chi_square = 0;
    for (const int count : counts)
        chi_square += std::pow(count - values / 256.0, 2) / (values / 256.0);
    // 255 degrees of freedom, so many standard deviations.
    CHECK(chi_square < 255 + 4 * std::sqrt(2 * 255.0));
}
