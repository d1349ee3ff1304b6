// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/module.h"

#include <catch2/catch.hpp>

#include "gen/ir/rewrite.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen::ir;
using mxgen::test::error_of;

namespace {

/// x + 1, registered when `clocked`.
Module child(bool clocked) {
    Module m{"child", "One more."};
    auto y = m.input("x_i", Range::unsigned_bits(4)) + 1;
    m.output("y_o", clocked ? m.registered(y) : y);
    return m;
}

Module parent(bool clocked) {
    Module m{"parent", "Three of them and a state."};
    auto x = m.input("x_i", Range::unsigned_bits(4), 3);
    auto out = m.instances(child(clocked), "u_child", 3, {{"x_i", x}});
    auto s = m.state("s", Range::unsigned_bits(5), 7);
    m.next(s, mux(out.array("y_o")[0] == 3, s, out.array("y_o")[1]));
    m.output("s_o", s);
    m.output("sum_o", sum(out.array("y_o")).as("total"));
    return m;
}

/// Copies and counts; replaces every 1 by a 2.
class OneToTwo : public Rewriter {
  protected:
    NodeId rewrite(Circuit& target, const Node& node) override {
        bool one = node.op == Op::constant && node.data[0] == 1;
        return one ? target.constant(2) : Rewriter::rewrite(target, node);
    }
};

}  // namespace

TEST_CASE("clock and reset follow from registers anywhere below") {
    CHECK_FALSE(child(false).circuit()->is_clocked());
    CHECK(child(true).circuit()->is_clocked());
    CHECK_FALSE(child(true).circuit()->has_reset());
    CHECK(parent(false).circuit()->is_clocked());
    CHECK(parent(false).circuit()->has_reset());
    Module m{"m", "Only its submodule is clocked."};
    auto out = m.instance(child(true), "u_child", {{"x_i", m.input("x_i", Range::bit())}});
    m.output("y_o", out.value("y_o"));
    CHECK(m.circuit()->is_clocked());
    CHECK_FALSE(m.circuit()->has_reset());
}

TEST_CASE("a register takes a next value once, a number too, and only what it can hold") {
    Module m{"m", "States."};
    auto s = m.state("s", Range::unsigned_bits(4));
    // Many constants, so that the circuit's storage moves while next() looks at it.
    for (int i = 0; i < 100; ++i) {
        auto t = m.state("t", Range::unsigned_bits(8));
        m.next(t, i);
        CHECK(m.circuit()->node(m.circuit()->node(t.id_in(*t.circuit())).args.at(0)).data[0] == i);
    }
    CHECK(error_of([&] { m.next(s, s + 1); }) ==
          "m: register s holds [0, 15], its next value is [1, 16]");
    m.next(s, 3);
    CHECK(error_of([&] { m.next(s, 4); }) == "m: s takes no next value");
    auto x = m.input("x_i", Range::bit());
    CHECK(error_of([&] { m.next(x, 1); }) == "m: x_i takes no next value");
}

TEST_CASE("a reset belongs to the value that is control, not to an equal one") {
    Module m{"m", "One function twice, once as control."};
    auto a = m.input("a_i", Range::bit()), b = m.input("b_i", Range::bit());
    auto data = (a & b).as("data"), valid = (a & b).control().as("valid");
    CHECK(data.id_in(*a.circuit()) != valid.id_in(*a.circuit()));
    CHECK(valid.id_in(*a.circuit()) == (a & b).control().id_in(*a.circuit()));
    auto reset_of = [](const Value& v) { return v.circuit()->node(v.id_in(*v.circuit())).reset; };
    CHECK_FALSE(reset_of(m.registered(a & b)));
    CHECK(reset_of(m.registered(valid)) == Int(0));
    CHECK(reset_of(m.registered(m.registered(valid))) == Int(0));
    m.output("data_o", m.registered(data));
    m.output("valid_o", m.registered(valid));
    auto copy = Rewriter{}.run(m.circuit());
    CHECK(copy->nodes == m.circuit()->nodes);
    CHECK(error_of([&] { m.registered(data).control(); }) == "m: delay has its reset already");
    CHECK(error_of([&] { m.state("s", Range::bit()).control(1); }) ==
          "m: state s has its reset already");
    CHECK(error_of([&] { valid.control(1); }) == "m: bit_and valid has its reset already");
}

TEST_CASE("control marks travel to registered values") {
    Module m{"m", "Registers."};
    auto valid = m.input("valid_i", Range::bit()).control();
    auto data = m.input("data_i", Range::bit());
    CHECK(m.circuit()->node(m.registered(valid).id_in(*valid.circuit())).reset == Int(0));
    CHECK_FALSE(m.circuit()->node(m.registered(data).id_in(*data.circuit())).reset);
    CHECK(m.circuit()->has_reset());
}

TEST_CASE("instances are connected completely and by fitting wires") {
    Module m{"m", "Connections."};
    auto x = m.input("x_i", Range::unsigned_bits(4), 3);
    auto wide = m.input("wide_i", Range::unsigned_bits(5));
    auto one = child(false);
    CHECK(error_of([&] { m.instance(one, "u_a", {}); }) == "m: u_a.x_i is not connected");
    CHECK(error_of([&] {
              m.instance(one, "u_a", {{"x_i", x[0]}, {"z_i", x[1]}});
          }) == "m: u_a has 1 inputs, 2 are given");
    CHECK(error_of([&] {
              m.instance(one, "u_a", {{"x_i", wide}});
          }) == "m: u_a.x_i takes [0, 15], not [0, 31]");
    CHECK(error_of([&] {
              m.instances(one, "u_a", 2, {{"x_i", x}});
          }) == "m: u_a.x_i takes 2 elements, not 3");
    auto out = m.instances(one, "u_b", 3, {{"x_i", x}});
    CHECK(error_of([&] { out.value("y_o"); }) == "m: u_b.y_o is an array");
    CHECK(error_of([&] { out.array("z_o"); }) == "m: u_b has no output z_o");
    CHECK(out.array("y_o").size() == 3);
    CHECK(out.array("y_o").id() == out.array("y_o").id());
    // A value that all instances share.
    CHECK(m.instances(one, "u_c", 3, {{"x_i", x[0]}}).array("y_o").size() == 3);
}

TEST_CASE("a name stands for one port or instance") {
    Module m{"m", "Names."};
    auto x = m.input("x_i", Range::unsigned_bits(4));
    m.input("e_i", Range::bit(), 2);
    m.output("y_o", x);
    m.instance(child(false), "u_child", {{"x_i", x}});
    auto taken = [](const std::string& what) {
        return "m: " + what + " has the name of another port or instance";
    };
    CHECK(error_of([&] { m.input("x_i", Range::bit()); }) == taken("input x_i"));
    CHECK(error_of([&] { m.input("e_i", Range::bit(), 3); }) == taken("input e_i"));
    CHECK(error_of([&] { m.input("y_o", Range::bit()); }) == taken("input y_o"));
    CHECK(error_of([&] { m.output("y_o", x + 1); }) == taken("output y_o"));
    CHECK(error_of([&] { m.output("u_child", x); }) == taken("output u_child"));
    for (unsigned elements : {0, 2})
        for (const char* name : {"u_child", "x_i"})
            CHECK(error_of([&] {
                      instantiate(*x.circuit(), child(false), name, elements, {{"x_i", x}});
                  }) == taken("instance " + std::string(name)));
    auto e = Module::external("e", {});
    e.external_output("y_o", Range::bit());
    CHECK(error_of([&] { e.external_output("y_o", Range::bit()); }) ==
          "e: output y_o has the name of another port or instance");
}

TEST_CASE("what nothing drives drives nothing") {
    Module m{"m", "Loose ends."};
    auto x = m.input("x_i", Range::unsigned_bits(4));
    CHECK(error_of([&] { m.output("y_o", Value{}); }) == "m: output y_o is driven by nothing");
    CHECK(error_of([&] { m.output("y_o", Array{}); }) == "m: output y_o is driven by nothing");
    CHECK(error_of([&] {
              m.instance(child(false), "u_a", {{"x_i", Value{}}});
          }) == "m: u_a.x_i is driven by nothing");
    CHECK(error_of([&] {
              m.instances(child(false), "u_a", 2, {{"x_i", Array{}}});
          }) == "m: u_a.x_i is driven by nothing");
    CHECK(error_of([&] { x + Value{}; }) == "m: a value that nothing drives is read");
    Module other{"other", "Another module."};
    auto foreign = other.input("z_i", Range::unsigned_bits(4), 2);
    CHECK(error_of([&] { m.output("y_o", foreign); }) == "m: a wire of module other is used");
    other.state("s", Range::bit());
    CHECK(error_of([&] {
              m.instance(other, "u_b", {{"z_i", m.input("e_i", Range::unsigned_bits(4), 2)}});
          }) == "other: register s has no next value");
}

TEST_CASE("rewriting without a change gives the same circuit") {
    auto source = parent(true).circuit();
    auto copy = Rewriter{}.run(source);
    REQUIRE(copy->instances.size() == 1);
    CHECK(copy->name == source->name);
    CHECK(copy->doc == source->doc);
    CHECK(copy->nodes == source->nodes);
    CHECK(copy->ports == source->ports);
    CHECK(copy->instances[0].module->has_contents_of(*source->instances[0].module));
    CHECK_FALSE(copy->has_contents_of(*source));  // submodules count by identity
}

TEST_CASE("a pass rewrites submodules too") {
    auto rewritten = OneToTwo{}.run(parent(false).circuit());
    const auto& below = *rewritten->instances[0].module;
    CHECK(std::any_of(below.nodes.begin(), below.nodes.end(),
                      [](const Node& n) { return n.op == Op::constant && n.data[0] == 2; }));
    CHECK_FALSE(below.has_contents_of(*child(false).circuit()));
}
