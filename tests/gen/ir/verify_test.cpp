// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/verify.h"

#include <catch2/catch.hpp>

#include "gen/ir/module.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen::ir;
using mxgen::test::error_of;

namespace {

Module child() {
    Module m{"child", "One more."};
    m.output("y_o", m.input("x_i", Range::unsigned_bits(4)) + 1);
    return m;
}

/// %0 a_i, %1 b_i, %2 product, %3 state, %4 sum of %2 and %3, %5 the low bits, %6 u_child.y_o.
Circuit sound() {
    Module m{"m", "A bit of everything."};
    auto a = m.input("a_i", Range::unsigned_bits(4)), b = m.input("b_i", Range::unsigned_bits(4));
    auto product = a * b;
    auto s = m.state("s", Range::unsigned_bits(8));
    auto total = (product + s).as("total");
    m.next(s, total.low(8));
    m.output("y_o", total);
    m.output("z_o", m.instance(child(), "u_child", {{"x_i", a}}).value("y_o"));
    return *m.circuit();
}

/// What verify says about the sound circuit with a fault planted.
std::string said(const std::function<void(Circuit&)>& plant) {
    auto c = sound();
    plant(c);
    return error_of([&] { verify(c); });
}

}  // namespace

TEST_CASE("a sound circuit passes the checks") {
    CHECK(said([](Circuit&) {}) == "no error");
    REQUIRE(sound().nodes.size() == 7);
}

TEST_CASE("faults of names and ports are found") {
    CHECK(said([](Circuit& c) { c.ports[1].name = "a_i"; }) ==
          "m: two ports or instances are named a_i");
    CHECK(said([](Circuit& c) { c.instances[0].name = "y_o"; }) ==
          "m: two ports or instances are named y_o");
    CHECK(said([](Circuit& c) { c.ports[0].is_input = false; }) ==
          "m: 1 input ports, 2 input nodes");
    CHECK(said([](Circuit& c) { c.ports[0].node = 1; }) == "m: 2 input ports, 2 input nodes");
    CHECK(said([](Circuit& c) { c.ports[2].node = 7; }) ==
          "m: port y_o reads node 7, which is none");
    CHECK(said([](Circuit& c) { c.ports[2].node = 99; }) ==
          "m: port y_o reads node 99, which is none");
    CHECK(said([](Circuit& c) { c.ports[2].range = Range::bit(); }) ==
          "m: port y_o is [0, 1] x0, its wire [0, 480] x0");
    CHECK(said([](Circuit& c) { c.ports[2].elements = 2; }) ==
          "m: port y_o is [0, 480] x2, its wire [0, 480] x0");
    CHECK(said([](Circuit& c) { c.clock_enable = 2; }) == "m: the clock enable is no input");
}

TEST_CASE("faults of instances are found") {
    CHECK(said([](Circuit& c) { c.instances[0].inputs.clear(); }) ==
          "m: u_child has 1 inputs, 0 are connected");
    CHECK(said([](Circuit& c) { c.instances[0].inputs[0] = 4; }) ==
          "m: u_child.x_i takes [0, 15], not [0, 480]");
    CHECK(said([](Circuit& c) { c.nodes[6].port = 1; }) ==
          "m: instance y (node 6) is no output of its instance");
    CHECK(said([](Circuit& c) { c.nodes[6].instance = 1; }) ==
          "m: instance y (node 6) is of no instance");
    CHECK(said([](Circuit& c) { c.instances[0].inputs[0] = 6; }) ==
          "m: instance y (node 6) reads instance y (node 6), which is computed after it");
    CHECK(said([](Circuit& c) {
              auto below = std::make_shared<Circuit>(*child().circuit());
              below->nodes[0].range = Range::bit();
              below->ports[0].range = Range::bit();
              below->nodes.back().range = Range::bit();
              c.instances[0].module = below;
          }) == "child: sum (node 2) can be [1, 2], its range is [0, 1]");
}

TEST_CASE("faults of nodes are found") {
    CHECK(said([](Circuit& c) { c.nodes[2].args[0] = 4; }) ==
          "m: product (node 2) reads sum total (node 4), which is computed after it");
    CHECK(said([](Circuit& c) { c.nodes[3].args.clear(); }) ==
          "m: state s (node 3) has no next value");
    CHECK(said([](Circuit& c) { c.nodes[2].args.pop_back(); }) ==
          "m: product (node 2) has 1 arguments");
    CHECK(said([](Circuit& c) { c.nodes[0].elements = c.ports[0].elements = 2; }) ==
          "m: product (node 2) reads an array as a number");
    CHECK(said([](Circuit& c) { c.nodes[4].data[1] = 2; }) ==
          "m: sum total (node 4) has data that do not fit its arguments");
    CHECK(said([](Circuit& c) { c.nodes[5].lo = 9; }) ==
          "m: slice (node 5) has data that do not fit its arguments");
    CHECK(said([](Circuit& c) { c.nodes[4].range.hi = 479; }) ==
          "m: sum total (node 4) can be [0, 480], its range is [0, 479]");
    CHECK(said([](Circuit& c) { c.nodes[3].range = Range::unsigned_bits(7); }) ==
          "m: state s (node 3) can be [0, 255], its range is [0, 127]");
    CHECK(said([](Circuit& c) {
              c.nodes[2].range = {3, 2};
          }) == "m: product (node 2) has no values");
}
