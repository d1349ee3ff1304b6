// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

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
