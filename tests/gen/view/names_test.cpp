// SPDX-License-Identifier: Apache-2.0
#include "gen/view/names.h"

#include <catch2/catch.hpp>
#include <set>

#include "gen/ir/analysis.h"
#include "gen/ir/module.h"
#include "gen/language/keywords.h"
#include "sw/support/pattern.h"

using namespace mxgen;
using namespace mxgen::ir;

TEST_CASE("no wire is named as a reserved word") {
    Module m{"words", "Wires that ask for reserved words."};
    const auto a = m.input("a_i", {0, 255});
    std::vector<Value> wires;
    for (const std::string_view word : keywords())
        wires.push_back((a + Value(static_cast<int>(wires.size()) + 1)).as(std::string(word)));
    m.output("y_o", gather(wires));
    const auto names = view::wire_names(*m.circuit());
    CHECK(std::set(names.begin(), names.end()).size() == names.size());
    for (const auto& name : names) CHECK_FALSE(is_keyword(name));
}

TEST_CASE("every wire has a legal name of its own, the given one first") {
    Module m{"dut", "Names."};
    const auto a = m.input("a_i", Range::unsigned_bits(4)),
               b = m.input("b_i", Range::unsigned_bits(4));
    const auto first = (a + b).as("total"), second = (a ^ b).as("total");
    const auto unnamed = (first * second) & a;
    m.output("x_o", unnamed | second);
    const auto& c = *m.circuit();
    const auto names = view::wire_names(c);
    REQUIRE(names.size() == c.nodes.size());
    const auto uses = live_uses(c);
    std::set<std::string> seen;
    unsigned wires = 0;
    for (NodeId id = 0; id < names.size(); ++id) {
        if (uses[id] == 0 || c.node(id).op == Op::constant) continue;
        INFO(name_of(c.node(id).op) << " \"" << names[id] << "\"");
        CHECK(Pattern("[a-z][a-z0-9_]*").matches(names[id]));
        CHECK(seen.insert(names[id]).second);
        ++wires;
    }
    CHECK(wires >= 6);
    CHECK(seen.contains("total"));
}

TEST_CASE("what reaches no output is dead, and so is what only it reads") {
    Module m{"dut", "Uses."};
    const auto a = m.input("a_i", Range::unsigned_bits(4));
    const auto used = (a + 1).as("used"), dead = (used * 3).as("dead"), deader = dead + a;
    m.output("x_o", used ^ a);
    auto& c = *a.circuit();
    const auto uses = live_uses(c);
    CHECK(uses[dead.id_in(c)] == 0);
    CHECK(uses[deader.id_in(c)] == 0);
    CHECK(uses[used.id_in(c)] == 1);
    CHECK(uses[a.id_in(c)] == 2);
}
