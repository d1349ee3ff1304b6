// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/range.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <vector>

using namespace mxgen::ir;

namespace {

/// All ranges lo..hi with first <= lo <= hi <= last.
std::vector<Range> ranges(int first, int last) {
    std::vector<Range> all;
    for (int lo = first; lo <= last; ++lo)
        for (int hi = lo; hi <= last; ++hi) all.push_back({lo, hi});
    return all;
}

/// The smallest range that holds f(x, y) for all x in a and y in b.
Range smallest(const Range& a, const Range& b, const std::function<Int(Int, Int)>& f) {
    auto first = f(a.lo, b.lo);
    Range found{first, first};
    for (Int x = a.lo; x <= a.hi; ++x)
        for (Int y = b.lo; y <= b.hi; ++y) found = join(found, Range::point(f(x, y)));
    return found;
}

Int floor_div(const Int& x, const Int& d) {
    Int q = x / d;
    return x % d < 0 ? Int(q - 1) : q;
}

}  // namespace

TEST_CASE("width is that of the smallest wire") {
    for (const auto& r : ranges(-20, 20)) {
        auto wire = [&](unsigned width) {
            return r.is_signed() ? Range::signed_bits(width) : Range::unsigned_bits(width);
        };
        CHECK(wire(r.width()).contains(r));
        CHECK((r.width() == 1 || !wire(r.width() - 1).contains(r)));
    }
    CHECK(Range{-pow2(199), 0}.width() == 200);
    CHECK(Range{0, pow2(199)}.width() == 200);
}

TEST_CASE("ranges of results are exact") {
    auto all = ranges(-5, 5);
    for (const auto& a : all) {
        CHECK(-a == smallest(a, a, [](Int x, Int) { return Int(-x); }));
        for (const auto& b : all) {
            CHECK(a + b == smallest(a, b, [](Int x, Int y) { return Int(x + y); }));
            CHECK(a * b == smallest(a, b, [](Int x, Int y) { return Int(x * y); }));
        }
        for (const auto& s : ranges(0, 4)) {
            auto by = [](const Int& y) { return pow2(static_cast<unsigned>(y)); };
            CHECK((a << s) == smallest(a, s, [&](Int x, Int y) { return Int(x * by(y)); }));
            CHECK((a >> s) == smallest(a, s, [&](Int x, Int y) { return floor_div(x, by(y)); }));
        }
    }
}

TEST_CASE("bits of numbers of either sign") {
    for (int x = -70; x <= 70; ++x)
        for (unsigned lo = 0; lo < 9; ++lo) {
            CHECK(floor_shift(x, lo) == floor_div(x, pow2(lo)));
            for (unsigned hi = lo; hi < 10; ++hi) {
                auto pattern = static_cast<unsigned>(x) >> lo & ((2u << (hi - lo)) - 1);
                CHECK(slice(x, hi, lo) ==
                      (static_cast<unsigned long long>(x) >> lo & ((2ull << (hi - lo)) - 1)));
                CHECK(slice(x, hi, lo) == pattern);
            }
        }
    for (int x = -8; x < 8; ++x) CHECK(from_pattern(slice(x, 3, 0), 4, true) == x);
    CHECK(from_pattern(15, 4, false) == 15);
    Int wide = -pow2(150) - 5;
    CHECK(from_pattern(slice(wide, 151, 0), 152, true) == wide);
}

TEST_CASE("ranges print as intervals") { CHECK(to_string(Range{-3, 12}) == "[-3, 12]"); }

TEST_CASE("words of positive and negative numbers are those of their two's complement") {
    std::vector<Int> numbers;
    for (const unsigned bit : {0u, 1u, 63u, 64u, 65u, 127u, 128u, 191u})
        for (int around = -2; around <= 2; ++around)
            for (const int sign : {-1, 1}) numbers.push_back(sign * (pow2(bit) + around));
    for (const Int& x : numbers)
        for (unsigned lo = 0; lo < 200; ++lo) {
            const Int quotient = floor_div(x, pow2(lo));
            const Int rest = quotient - floor_div(quotient, pow2(64)) * pow2(64);
            INFO(x << " from bit " << lo);
            CHECK(word_at(x, lo) == rest);
            CHECK(slice(x, lo + 9, lo) == rest % 1024);
        }
}
