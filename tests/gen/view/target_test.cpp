// SPDX-License-Identifier: Apache-2.0
#include "gen/view/target.h"

#include <catch2/catch.hpp>

#include "gen/ir/module.h"

using namespace mxgen;
using namespace mxgen::ir;

namespace {

const view::Target& osu018() { return view::target("osu018"); }

double delay(const Value& value) {
    const auto& c = *value.circuit();
    return osu018().delay(c, c.node(value.id_in(*value.circuit())));
}

double area(const Value& value) {
    const auto& c = *value.circuit();
    return osu018().gates(c, c.node(value.id_in(*value.circuit())));
}

}  // namespace

TEST_CASE("wiring costs nothing") {
    Module m{"m", "Wiring."};
    auto x = m.input("x_i", Range::signed_bits(8));
    auto y = m.input("y_i", Range::unsigned_bits(3));
    for (const auto& wire : {x.bits(5, 2), concat({y, y}), x << Value(3), x >> Value(2),
                             x.within(-3, 3), gather({x, x})[1], m.registered(x)}) {
        CHECK(delay(wire) == 0);
        CHECK(
            (area(wire) == 0 || wire.circuit()->node(wire.id_in(*wire.circuit())).op == Op::delay));
    }
    CHECK(area(m.registered(x)) == 8 * osu018().register_gates);
}

TEST_CASE("a product by a constant costs an adder a signed digit less one") {
    Module m{"m", "Constant products."};
    auto x = m.input("x_i", Range::unsigned_bits(8));
    auto adder = [&](unsigned width) {
        return Approx(osu018().merged_gates * osu018().add.gates.at(width));
    };
    CHECK(area(x * Value(7)) == adder(11));       // 8 - 1
    CHECK(area(x * Value(45)) / 3 == adder(14));  // 32 + 16 - 4 + 1
    CHECK(delay(x * Value(7)) < delay(x * x));
}

TEST_CASE("n-ary operations cost a tree of binary ones") {
    Module m{"m", "Sums and trees."};
    auto x = m.input("x_i", Range::unsigned_bits(4), 16);
    auto sixteen = sum(x), two = x[0] + x[1];
    CHECK(delay(sixteen) > 3 * delay(two));
    CHECK(area(sixteen) > 15 * area(two));
    auto bits = m.input("b_i", Range::bit(), 16);
    CHECK(delay(any(bits)) == Approx(4 * delay(bits[0] | bits[1])));
    CHECK(delay(max(x)) == Approx(4 * delay(max({x[0], x[1]}))));
}

TEST_CASE("registers cost more with reset and enable") {
    Module plain{"plain", "A register."}, enabled{"enabled", "The same with enable and reset."};
    auto r = plain.registered(plain.input("x_i", Range::unsigned_bits(4)));
    enabled.clock_enable(enabled.input("en_i", Range::bit()));
    auto e = enabled.registered(enabled.input("x_i", Range::unsigned_bits(4)).control());
    CHECK(area(e) > area(r));
    CHECK(osu018().register_overhead(true) > osu018().register_overhead(false));
}

TEST_CASE("an unknown technology is named with the known ones") {
    CHECK_THROWS_WITH(view::target("osu017"),
                      Catch::Contains("osu017") && Catch::Contains("osu018"));
}
