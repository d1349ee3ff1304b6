// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <tuple>

#include "sw/format/tables.h"
#include "sw/model/round.h"

using namespace mxgen;
using namespace mxgen::model;

namespace {

std::vector<Format> tables() {
    std::vector<Format> found{find_format("mant0").value(), find_format("mant17").value()};
    for (const Format& f : formats())
        if (f.kind == Kind::table) found.push_back(f);
    return found;
}

/// Codes of finite values in the order of the values.
std::vector<std::uint32_t> by_value(const Format& f) {
    std::vector<std::uint32_t> codes;
    for (std::uint32_t code = 0; code < code_count(f); ++code)
        if (decode(f, code).is_finite()) codes.push_back(code);
    std::sort(codes.begin(), codes.end(),
              [&](auto x, auto y) { return decode(f, x).number < decode(f, y).number; });
    return codes;
}

}  // namespace

TEST_CASE("tables: every value encodes as its code, every neighbourhood as the nearest") {
    const Dyadic hair(1, -300);
    REQUIRE(tables().size() == 13);
    for (const Format& f : tables()) {
        const auto codes = by_value(f);
        REQUIRE(codes.size() >= 8);
        for (std::size_t i = 0; i < codes.size(); ++i) {
            INFO(f.name << " " << codes[i]);
            const Dyadic here = decode(f, codes[i]).number;
            CHECK(encode(f, finite_value(here)).code == codes[i]);
            if (i == 0) continue;
            const Dyadic below = decode(f, codes[i - 1]).number;
            const Dyadic middle = (here + below) * Dyadic(1, -1);
            CHECK(encode(f, finite_value(middle - hair)).code == codes[i - 1]);
            CHECK(encode(f, finite_value(middle + hair)).code == codes[i]);
            if (abs(below) == abs(here)) continue;  // around a zero that the table lacks
            const auto tie = encode(f, finite_value(middle)).code;
            if ((codes[i] + codes[i - 1]) % 2 == 1)
                CHECK(tie % 2 == 0);
            else
                CHECK(tie == (abs(below) < abs(here) ? codes[i] : codes[i - 1]));
            const auto inner = encode(f, finite_value(middle), {Rounding::rtz}).code;
            CHECK(inner == (abs(below) < abs(here) ? codes[i - 1] : codes[i]));
        }
    }
}

TEST_CASE("tables: specials") {
    const Format hifloat8 = find_format("hifloat8").value(), nf4 = find_format("nf4").value();
    const RoundingRule propagate{Rounding::rne, Overflow::propagate};
    CHECK(encode(hifloat8, infinite_value(true)).code == 0xEE);
    CHECK(encode(hifloat8, infinite_value(true), propagate).code == 0xEF);
    CHECK(encode(hifloat8, nan_value()).code == 0x80);
    CHECK(encode(find_format("posit8").value(), nan_value()).code == 0x80);
    CHECK(encode(nf4, nan_value()).invalid);
    CHECK(encode(nf4, infinite_value(false)).code == 15);
    CHECK(max_finite(hifloat8) == Dyadic(1, 15));
    CHECK(max_finite(find_format("posit8").value()) == Dyadic(1, 24));
}

namespace {

/// Every way to write a number: terms by field, from 0 up, of `fields` fields of which the first
/// `terms` are present.
struct KhotWay {
    int value = 0, terms = 0, largest = 0;
    std::uint32_t code = 0;
};

/// All ways with shifts that fall from field to field.
std::vector<KhotWay> khot_ways(int fields, int bits, bool own_signs) {
    const int places = bits - 1, shift_bits = std::bit_width(unsigned(places - 1)),
              width = shift_bits + 1 + (own_signs ? 1 : 0);
    std::vector<KhotWay> ways{{}}, longest{{}};
    for (int field = 0; field < fields; ++field) {
        std::vector<KhotWay> next;
        for (const KhotWay& way : longest) {
            const std::uint32_t last = way.code >> (way.terms == 0 ? 0 : (field - 1) * width);
            const int limit = field == 0 ? places : static_cast<int>(last % (1u << shift_bits));
            for (int shift = 0; shift < limit; ++shift) {
                for (const int sign : {1, -1}) {
                    if (sign < 0 && !own_signs) continue;
                    const std::uint32_t content = (1u << (width - 1)) +
                                                  static_cast<unsigned>(shift) +
                                                  (sign < 0 ? 1u << shift_bits : 0);
                    next.push_back({way.value + sign * (1 << shift), way.terms + 1,
                                    field == 0 ? shift : way.largest,
                                    way.code + (content << (field * width))});
                }
            }
        }
        longest = next;
        ways.insert(ways.end(), next.begin(), next.end());
    }
    if (own_signs) return ways;
    for (std::size_t i = 0, count = ways.size(); i < count; ++i)
        if (ways[i].value != 0)
            ways.push_back({-ways[i].value, ways[i].terms, ways[i].largest,
                            ways[i].code + (1u << (fields * width))});
    return ways;
}

/// The way that x is to be written, x in quarters: nearest, fewest terms, inward, smallest largest
/// shift, lowest code.
KhotWay khot_choice(const std::vector<KhotWay>& ways, int quarters) {
    const auto rank = [&](const KhotWay& way) {
        return std::tuple(std::abs(4 * way.value - quarters), way.terms, std::abs(way.value),
                          way.largest, way.code);
    };
    return *std::min_element(ways.begin(), ways.end(),
                             [&](const auto& x, const auto& y) { return rank(x) < rank(y); });
}

}  // namespace

TEST_CASE("K-hot numbers are written as the nearest of fewest terms") {
    const auto [name, fields, bits, own_signs] =
        GENERATE(table<const char*, int, int, bool>({{"khot<1,8>", 1, 8, false},
                                                     {"khot<2,8>", 2, 8, false},
                                                     {"khot<3,5>", 3, 5, false},
                                                     {"khot<2,8>s", 2, 8, true},
                                                     {"khot<3,5>s", 3, 5, true},
                                                     {"khot<1,3>s", 1, 3, true}}));
    const Format f = find_format(name).value();
    const auto ways = khot_ways(fields, bits, own_signs);
    for (const KhotWay& way : ways) {
        INFO(name << " " << way.code);
        CHECK(decode(f, way.code) == finite_value(Dyadic(way.value)));
    }
    const int limit = 4 * (1 << bits);
    for (int x = -limit; x <= limit; ++x) {
        INFO(name << " " << x << " / 4");
        REQUIRE(encode(f, finite_value(Dyadic(x, -2))).code == khot_choice(ways, x).code);
    }
}

TEST_CASE("any code of K-hot numbers is read as its sum") {
    const Format one = find_format("khot<2,8>").value(), own = find_format("khot<2,8>s").value();
    const auto value = [](const Format& f, std::uint32_t code) { return decode(f, code).number; };
    CHECK(one.bits == 9);
    CHECK(own.bits == 10);
    CHECK(value(one, 0b1'1010'1010) == Dyadic(-8));         // 4 twice
    CHECK(value(one, 0b0'1010'0010) == Dyadic(4));          // field 0 is not there
    CHECK(value(one, 0b0'1111'1001) == Dyadic(2));          // a shift of 7 is none
    CHECK(decode(one, 0b1'0000'0000) == finite_value({}));  // one zero
    CHECK(value(own, 0b11010'10011) == Dyadic(4));          // 8 - 4
    CHECK(max_finite(one) == Dyadic(96));
    for (const char* name : {"khot<0,8>", "khot<5,8>", "khot<2,2>", "khot<4,8>", "khot<2,8>t"})
        CHECK_FALSE(find_format(name));
}

TEST_CASE("a user's table needs 4 to 256 values, a power of two, not all zero") {
    const auto make = [](std::size_t count, double value) {
        return table_format("mine", "user", TableValues(count, from_double(value)));
    };
    CHECK(make(4, 1));
    CHECK(make(256, 1)->bits == 8);
    CHECK_FALSE(make(2, 1));
    CHECK_FALSE(make(12, 1));
    CHECK_FALSE(make(512, 1));
    CHECK_FALSE(make(0, 1));
    CHECK_FALSE(make(16, 0));
    CHECK_FALSE(table_format("mine", "user", TableValues(16)));
    CHECK_FALSE(find_format("mant128"));
}
