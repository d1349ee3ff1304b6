// SPDX-License-Identifier: Apache-2.0
#include "gen/view/cost.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "gen/ir/module.h"
#include "gen/view/schedule.h"

using namespace mxgen;
using namespace mxgen::ir;

namespace {

/// One unit of delay and area an operation, so that sums can be counted by hand.
view::Target unit_target() {
    view::OperationData one{{.fixed = 1}, {.fixed = 1}};
    return {.name = "unit",
            .source = "made up",
            .gate = one,
            .exclusive = one,
            .select = one,
            .add = {{.fixed = 2}, {.per_bit = 1}},
            .less = one,
            .equal = one,
            .product = {{.fixed = 5}, {.per_bit = 1}},
            .shift = one,
            .lookup = one,
            .clock_to_q_ns = 0.25,
            .setup_ns = 0.125,
            .register_gates = 6,
            .cells = {{AdderCell::half_adder, {0.5, 4}}}};
}

double part(const view::Cost& cost, const std::string& name) {
    for (const auto& p : cost.parts)
        if (p.name == name) return p.gates;
    return -1;
}

}  // namespace

TEST_CASE("area and path of a circuit are sums over its operations") {
    Module lane{"lane", "A product and a sum."};
    auto a = lane.input("a_i", Range::unsigned_bits(4)),
         b = lane.input("b_i", Range::unsigned_bits(4));
    lane.output("r_o", ((a * b).as("p") + a).as("r"));
    Module cell{"cell", "Mapped to a cell."};
    cell.stands_for(AdderCell::half_adder);
    cell.output("y_o", ~cell.input("x_i", Range::bit()));
    Module m{"top", "Three lanes and a register."};
    auto x = m.input("x_i", Range::unsigned_bits(4), 3);
    auto lanes = m.instances(lane, "u_lane", 3, {{"a_i", x}, {"b_i", x[0]}});
    auto r = lanes.array("r_o");
    auto total = m.registered((r[0] + r[1]).as("total"));
    m.output("total_o", total);
    m.output("y_o", m.instance(cell, "u_cell", {{"x_i", total.bit(0)}}).value("y_o"));

    auto target = unit_target();
    auto cost = view::cost(*m.circuit(), target);
    // A lane: 16 of the product, 8 of the sum 0..240; the sum of two of them has 9 bits.
    CHECK(part(cost, "u_lane") == 3 * (16 + 8));
    CHECK(part(cost, "u_cell") == 4);
    CHECK(part(cost, "total") == 9 + 9 * 6);
    CHECK(cost.gates == 72 + 4 + 9 + 54);
    CHECK(cost.register_bits == 9);
    CHECK(cost.register_gates == 54);
    CHECK(cost.delay_ns == Approx(5 + 2 + 2 + 0.125));
    REQUIRE(cost.path.size() == 4);
    CHECK(cost.path[0] == "u_lane.p");
    CHECK(cost.path[1] == "u_lane.r");
    CHECK(cost.path[2] == "total");
    double parts = 0;
    for (const auto& p : cost.parts) parts += p.gates;
    CHECK(parts == cost.gates);
}

TEST_CASE("the path may lie inside a submodule, between its registers") {
    Module inner{"inner", "A product between registers."};
    auto a = inner.registered(inner.input("a_i", Range::unsigned_bits(4)));
    inner.output("p_o", inner.registered((a * a).as("p")));
    Module m{"top", "Around it."};
    m.output("p_o", m.instance(inner, "u_inner", {{"a_i", m.input("a_i", Range::unsigned_bits(4))}})
                        .value("p_o"));
    auto cost = view::cost(*m.circuit(), unit_target());
    CHECK(cost.delay_ns == Approx(0.25 + 5 + 0.125));
    CHECK(cost.path.at(1) == "u_inner.p");
}

TEST_CASE("no path of a scheduled circuit is longer than the period it was scheduled for") {
    for (unsigned width : {4u, 8u, 12u})
        for (double period : {5.5, 7.0, 8.5}) {
            Module lane{"lane", "A product and a shift."};
            auto a = lane.input("a_i", Range::signed_bits(width));
            auto b = lane.input("b_i", Range::signed_bits(width));
            lane.output("p_o", (a * b) << b.low(2));
            Module m{"top", "Lanes, a tree and an accumulator."};
            m.clock_enable(m.input("en_i", Range::bit()));
            auto x = m.input("x_i", Range::signed_bits(width), 4);
            auto y = m.input("y_i", Range::signed_bits(width), 4);
            auto p = m.instances(lane, "u_lane", 4, {{"a_i", x}, {"b_i", y}}).array("p_o");
            auto acc = m.state("acc", Range::signed_bits(40), 0);
            auto next = acc + ((p[0] + p[1]) + (p[2] + p[3])) * y[0];
            m.next(acc, next.bits(39, 0).as_signed(40));
            m.output("acc_o", acc);
            auto target = view::target("osu018");
            target.gate_cells.reset();
            auto dut = view::schedule(m.circuit(), target, {.period_ns = period});
            auto cost = view::cost(*dut.circuit, target);
            CHECK(cost.delay_ns <= period + 1e-6);
            CHECK(cost.delay_ns <= dut.period_ns + 1e-6);
            CHECK(cost.delay_ns > period / 3);
        }
}

TEST_CASE("adders of words have the area and the delay that synthesis gave them") {
    struct Pinned {
        const char* technology;
        unsigned width;
        double gates, delay_ns;
    };
    for (const auto& [technology, width, gates, delay_ns] :
         {Pinned{"osu018", 8, 48.8072, 0.716676}, Pinned{"osu018", 32, 223.546, 1.3783},
          Pinned{"osu035", 8, 49.4494, 1.14252}, Pinned{"osu035", 32, 226.488, 2.23349},
          Pinned{"xilinx", 8, 6.8, 1.38464}, Pinned{"xilinx", 32, 27.2, 2.04555}}) {
        Module m("sum", "A sum.");
        m.output("y_o", m.input("a_i", Range::unsigned_bits(width)) +
                            m.input("b_i", Range::unsigned_bits(width)));
        const auto cost = view::cost(*m.circuit(), view::target(technology));
        INFO(technology << ", " << width << " bits: " << cost.gates << ", " << cost.delay_ns);
        CHECK(cost.gates == Approx(gates).epsilon(1e-4));
        CHECK(cost.delay_ns == Approx(delay_ns).epsilon(1e-4));
    }
}

TEST_CASE("wider operations are never cheaper or faster") {
    for (auto name : {"osu018", "osu035"}) {
        const auto& target = view::target(name);
        double last_gates = 0, last_delay = 0;
        for (unsigned width = 2; width < 80; ++width) {
            Module m{"m", "One of each."};
            auto a = m.input("a_i", Range::signed_bits(width));
            auto b = m.input("b_i", Range::signed_bits(width));
            auto s = m.input("s_i", Range::unsigned_bits(5));
            m.output("x_o", mux(a < b, (a * b + a) >> s, a));
            m.output("y_o", (a.low(width) ^ b.low(width)) & (a.low(width) | b.low(width)));
            m.output("z_o", a == b);
            auto cost = view::cost(*m.circuit(), target);
            CHECK(cost.gates > last_gates);
            CHECK(cost.delay_ns >= last_delay);
            last_gates = cost.gates, last_delay = cost.delay_ns;
        }
    }
}
