// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/plain.h"

#include <catch2/catch.hpp>
#include <random>

#include "gen/ir/module.h"
#include "gen/view/interpret.h"

using namespace mxgen;
using namespace mxgen::ir;

namespace {

Int random_in(std::mt19937& random, const Range& r) {
    Int span = r.hi - r.lo + 1, pattern = 0;
    for (unsigned bits = 0; bits < r.width() + 8; bits += 32) pattern = (pattern << 32) + random();
    return r.lo + Int(pattern % span);
}

/// Runs source and lowered circuit side by side on random inputs; the number of outputs compared.
unsigned compare(const Module& m, unsigned beats = 200) {
    auto lowered = lower::plain(m.circuit());
    view::Interpreter source(m.circuit()), result(lowered);
    std::mt19937 random(11);
    unsigned compared = 0;
    for (unsigned beat = 0; beat < beats; ++beat) {
        for (const auto* port : m.circuit()->inputs())
            for (unsigned e = 0; e < std::max(1u, port->elements); ++e) {
                auto value = random_in(random, port->range);
                source.set(port->name, value, e);
                result.set(port->name, value, e);
            }
        source.eval();
        result.eval();
        for (const auto* port : m.circuit()->outputs())
            for (unsigned e = 0; e < std::max(1u, port->elements); ++e) {
                INFO(port->name << " element " << e << " in beat " << beat);
                REQUIRE(source.get(port->name, e) == result.get(port->name, e));
                ++compared;
            }
        source.clock();
        result.clock();
    }
    return compared;
}

/// Nodes that print only after lowering.
unsigned count_nary(const Circuit& c) {
    unsigned count = 0;
    for (const auto& n : c.nodes) {
        bool array = std::any_of(n.args.begin(), n.args.end(),
                                 [&](NodeId id) { return c.node(id).is_array(); });
        bool long_sum = n.op == Op::sum && (array || n.args.size() > 2);
        count += long_sum || n.op == Op::max || n.op == Op::leading_zeros;
    }
    for (const auto& i : c.instances) count += count_nary(*i.module);
    return count;
}

/// The longest chain of sums.
unsigned depth(const Circuit& c) {
    std::vector<unsigned> at(c.nodes.size());
    unsigned deepest = 0;
    for (NodeId id = 0; id < c.nodes.size(); ++id) {
        const auto& n = c.node(id);
        for (auto arg : n.args) at[id] = std::max(at[id], at[arg]);
        at[id] += n.op == Op::sum;
        deepest = std::max(deepest, at[id]);
    }
    return deepest;
}

}  // namespace

TEST_CASE("sums of every size and sign become balanced trees") {
    for (unsigned terms : {1u, 2u, 3u, 7u, 16u, 33u}) {
        Module m{"m", "A sum."};
        auto x = m.input("x_i", Range::signed_bits(9), terms);
        auto y = m.input("y_i", Range{0, 5});
        m.output("plus_o", sum(x));
        m.output("minus_o", -sum(x));
        m.output("mixed_o", y - x[0] - 4 + sum(x));
        m.output("alone_o", -x[0]);
        CHECK(compare(m) > 0);
        auto lowered = lower::plain(m.circuit());
        CHECK(count_nary(*lowered) == 0);
        unsigned levels = 0;
        while (1u << levels < terms) ++levels;
        CHECK(depth(*lowered) <= levels + 4);
    }
}

TEST_CASE("n-ary sums keep their signs in any order") {
    std::mt19937 random(5);
    for (int round = 0; round < 20; ++round) {
        Module m{"m", "A sum with signs."};
        auto x = m.input("x_i", Range{-3, 12}, 9);
        Node node{.op = Op::sum, .range = Range{-200, 200}};
        for (unsigned i = 0; i < 9; ++i) {
            node.args.push_back(x[i].id_in(*x.circuit()));
            node.data.push_back(random() % 2 ? 1 : -1);
        }
        m.output("sum_o", Value{x.circuit(), x.circuit()->add(node)});
        CHECK(compare(m, 50) == 50);
    }
}

TEST_CASE("maxima keep value and range, whatever the signs") {
    Module m{"m", "Maxima."};
    auto x = m.input("x_i", Range::signed_bits(6), 5);
    auto y = m.input("y_i", Range{0, 40}), z = m.input("z_i", Range{-3, -1});
    m.output("array_o", max(x));
    m.output("mixed_o", max({x[0], y, x[3], z}));
    m.output("floor_o", max({x[1], Value(2)}) + 1);
    m.output("two_o", max({z, x[2]}));
    CHECK(compare(m) == 4 * 200);
    auto lowered = lower::plain(m.circuit());
    CHECK(count_nary(*lowered) == 0);
    for (const auto& port : lowered->ports) {
        INFO(port.name);
        CHECK(lowered->node(port.node).range == port.range);
    }
}

TEST_CASE("leading zeros of every width") {
    for (unsigned width = 1; width <= 20; ++width) {
        Module m{"m", "A count."};
        m.output("n_o", leading_zeros(m.input("x_i", Range::unsigned_bits(width))));
        auto lowered = lower::plain(m.circuit());
        view::Interpreter run(lowered);
        CHECK(lowered->node(lowered->outputs()[0]->node).range == Range{0, width});
        for (unsigned ones = 0; ones <= width; ++ones)
            for (unsigned noise : {0u, 1u, 5u, 0xfffffu}) {
                auto top = ones == 0 ? 0u : 1u << (ones - 1);
                run.set("x_i", top | (top == 0 ? 0 : noise & (top - 1)));
                run.eval();
                CHECK(run.get("n_o") == width - ones);
            }
    }
}

TEST_CASE("wide numbers, arrays, states and submodules are lowered alike") {
    Module lane{"lane", "A sum of three in a submodule."};
    auto a = lane.input("a_i", Range::signed_bits(70)),
         b = lane.input("b_i", Range::signed_bits(8));
    lane.output("r_o", sum({a, b, a}));
    lane.output("neg_o", (a + b < 0));
    Module m{"m", "Everything together."};
    auto x = m.input("x_i", Range::signed_bits(70), 4);
    auto y = m.input("y_i", Range::signed_bits(8));
    auto out = m.instances(lane, "u_lane", 4, {{"a_i", x}, {"b_i", y}});
    auto s = m.state("s", Range::signed_bits(80), 5);
    auto total = sum(out.array("r_o"));
    m.next(s, mux(any(out.array("neg_o")), total.low(80).as_signed(80), s));
    m.output("s_o", s);
    m.output("total_o", total);
    m.output("joined_o", joined(out.array("neg_o")));
    m.output("split_o", split(y.low(8), 2));
    m.output("rest_o", m.registered(max(x)));
    CHECK(compare(m) == 8 * 200);
    CHECK(count_nary(*lower::plain(m.circuit())) == 0);
}

TEST_CASE("lowering twice changes nothing more") {
    Module m{"m", "A sum, a maximum and a count."};
    auto x = m.input("x_i", Range::unsigned_bits(6), 5);
    m.output("sum_o", sum(x).as("total"));
    m.output("max_o", max(x));
    m.output("zeros_o", leading_zeros(x[0]));
    auto once = lower::plain(m.circuit());
    CHECK(lower::plain(once)->has_contents_of(*once));
}
