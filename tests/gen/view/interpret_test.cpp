// SPDX-License-Identifier: Apache-2.0
#include "gen/view/interpret.h"

#include <catch2/catch.hpp>

#include "gen/ir/module.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen;
using namespace mxgen::ir;
using test::error_of;

namespace {

/// Counts while enabled: a control register from 3 on, and one of data that is never reset.
Module counter() {
    Module m{"dut", "A counter."};
    const auto enable = m.input("en_i", Range::bit());
    m.clock_enable(enable);
    const auto count = m.state("count_q", Range::unsigned_bits(4), 3);
    const auto following = (count + 1).low(4);
    m.next(count, following);
    m.output("count_o", count);
    m.output("data_o", m.registered(following));
    return m;
}

}  // namespace

TEST_CASE(
    "registers step with the clock, hold without enable, and are reset where they are control") {
    view::Interpreter dut(counter().circuit());
    const auto step = [&](bool enable) {
        dut.set("en_i", enable);
        dut.eval();
        dut.clock();
        dut.eval();
        return std::pair(dut.get("count_o"), dut.get("data_o"));
    };
    dut.reset();
    CHECK(step(true) == std::pair<Int, Int>(4, 4));
    CHECK(step(true) == std::pair<Int, Int>(5, 5));
    CHECK(step(false) == std::pair<Int, Int>(5, 5));
    dut.reset();
    dut.eval();
    CHECK(dut.get("count_o") == 3);
    CHECK(dut.get("data_o") == 5);
}

TEST_CASE("values outside of what is stated are told by wire and number, unless facts may fail") {
    Module m{"dut", "A fact."};
    m.output("x_o", m.input("x_i", Range::unsigned_bits(4)).within(2, 9).as("few"));
    view::Interpreter dut(m.circuit());
    dut.set("x_i", 9);
    dut.eval();
    CHECK(dut.get("x_o") == 9);
    dut.set("x_i", 12);
    CHECK_THAT(error_of([&] { dut.eval(); }),
               Catch::Contains("few") && Catch::Contains("12") && Catch::Contains("[2, 9]"));
    dut.check_facts(false);
    CHECK(error_of([&] { dut.eval(); }) == "no error");
    CHECK_THAT(error_of([&] { dut.set("x_i", 16); }), Catch::Contains("[0, 15]"));
    CHECK_THAT(error_of([&] { dut.set("y_i", 0); }), Catch::Contains("no input y_i"));
    CHECK_THAT(error_of([&] { dut.get("y_o"); }), Catch::Contains("y_o"));
}

TEST_CASE("numbers of any width, and instances side by side, each with registers of its own") {
    Module lane{"lane", "A running sum of squares."};
    const auto x = lane.input("x_i", Range::signed_bits(40));
    const auto sum = lane.state("sum_q", Range::unsigned_bits(100));
    lane.next(sum, (sum + x * x).low(100));
    lane.output("sum_o", sum);
    Module m{"dut", "Two sums."};
    const auto lanes =
        m.instances(lane, "u_lane", 2, {{"x_i", m.input("x_i", Range::signed_bits(40), 2)}});
    m.output("sum_o", lanes.array("sum_o"));
    view::Interpreter dut(m.circuit());
    const Int low = -pow2(39), high = pow2(39) - 1;
    Int sums[2] = {0, 0};
    for (int n = 0; n < 50; ++n) {
        for (unsigned i = 0; i < 2; ++i) {
            const Int value = i == 0 ? low : Int(high - n);
            dut.set("x_i", value, i);
            sums[i] += value * value;
        }
        dut.eval();
        dut.clock();
        dut.eval();
        CHECK(dut.get("sum_o", 0) == sums[0]);
        CHECK(dut.get("sum_o", 1) == sums[1]);
    }
}
