// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/analysis.h"

#include <catch2/catch.hpp>

#include "gen/ir/module.h"

using namespace mxgen::ir;

namespace {

/// A counter whose low bit leaves, and a product that does not.
struct Counter {
    Counter() : m("m", "A counter.") {
        auto step = m.input("step_i", Range::unsigned_bits(2));
        state = m.state("count", Range::unsigned_bits(4));
        dead = step * step;
        total = state + step;
        next = total.low(4);
        m.next(state, next);
        low = state.bit(0);
        m.output("low_o", low);
    }
    NodeId id(const Value& v) const { return v.id_in(*v.circuit()); }

    Module m;
    Value state, dead, total, next, low;
};

}  // namespace

TEST_CASE("readers count all, live uses those that reach an output") {
    Counter c;
    const auto& circuit = *c.m.circuit();
    auto all = readers(circuit), live = live_uses(circuit);
    auto step = circuit.inputs()[0]->node;
    CHECK(all[step] == 3);   // twice by the product
    CHECK(live[step] == 1);  // by the sum
    CHECK(all[c.id(c.state)] == 2);
    CHECK(live[c.id(c.dead)] == 0);
    CHECK(live[c.id(c.low)] == 1);
}

TEST_CASE("the cone of the outputs passes through registers") {
    Counter c;
    auto cone = output_cone(*c.m.circuit());
    CHECK(cone[c.id(c.total)]);
    CHECK(cone[c.m.circuit()->inputs()[0]->node]);
    CHECK_FALSE(cone[c.id(c.dead)]);
}

TEST_CASE("a state and what computes its next value are one component") {
    Counter c;
    const auto& circuit = *c.m.circuit();
    std::vector<NodeId> loop{c.id(c.state), c.id(c.total), c.id(c.next)};
    unsigned loops = 0;
    std::vector<NodeId> order;
    for (const auto& members : components(circuit)) {
        if (is_loop(circuit, members)) {
            ++loops;
            CHECK(members == loop);
        }
        order.insert(order.end(), members.begin(), members.end());
    }
    CHECK(loops == 1);
    CHECK(order.front() == circuit.inputs()[0]->node);
    CHECK(order.back() == c.id(c.low));
}

TEST_CASE("a state that holds itself is a loop, a register is none") {
    Module m{"m", "A constant state."};
    auto s = m.state("s", Range::bit());
    m.next(s, s);
    auto x = m.registered(m.input("x_i", Range::bit()));
    m.output("y_o", s & x);
    const auto& c = *m.circuit();
    CHECK(is_loop(c, {s.id_in(*s.circuit())}));
    CHECK_FALSE(is_loop(c, {x.id_in(*x.circuit())}));
}
