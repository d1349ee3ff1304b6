// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/choose.h"

#include <catch2/catch.hpp>

#include "gen/ir/dump.h"
#include "gen/ir/module.h"
#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen;
using namespace mxgen::ir;
using test::error_of;

namespace {

const Forms forms{"three times x", "one adder", "one product"};

/// 3 x as a sum and as a product, or as something else instead of the product.
Module thrice(int factor) {
    Module m{"thrice", "Three times x."};
    auto x = m.input("x_i", Range::unsigned_bits(4));
    auto small = (x + (x << Value(1))).as("added");
    auto fast = (x * Value(factor)).as("multiplied").within(0, 45);
    m.output("y_o", m.choice(forms, small, fast).as("y"));
    return m;
}

}  // namespace

TEST_CASE("the goal chooses a form, the other one is gone") {
    for (auto goal : {Goal::balanced, Goal::delay, Goal::area, Goal::energy}) {
        bool is_fast = goal == Goal::balanced || goal == Goal::delay;
        std::vector<lower::Choice> choices;
        auto text = dump(*lower::chosen(thrice(3), goal, choices));
        INFO(text);
        CHECK((text.find("product multiplied") != std::string::npos) == is_fast);
        CHECK((text.find("sum added") != std::string::npos) != is_fast);
        CHECK(text.find("choice") == std::string::npos);
        REQUIRE(choices.size() == 1);
        CHECK(choices[0].part == "thrice: three times x");
        CHECK(choices[0].chosen.structure == (is_fast ? forms.fast : forms.small));
        CHECK(choices[0].others.at(0).structure == (is_fast ? forms.small : forms.fast));
        CHECK(choices[0].chosen.estimate.gates > 0);
        CHECK(lower::compressed(thrice(3), goal).choices.at(0).part == choices[0].part);
    }
}

TEST_CASE("a circuit without choices stays the same one") {
    Module m{"m", "Nothing to choose."};
    m.output("y_o", m.input("x_i", Range::bit()));
    std::vector<lower::Choice> choices;
    CHECK(lower::chosen(m, Goal::area, choices) == m.circuit());
    CHECK(choices.empty());
}

TEST_CASE("simulations before lowering compare the forms") {
    auto run = [](int factor) {
        view::Interpreter dut(thrice(factor));
        dut.set("x_i", 5);
        dut.eval();
        CHECK(dut.get("y_o") == 15);
    };
    CHECK(error_of([&] { run(3); }) == "no error");
    CHECK(error_of([&] { run(5); }) ==
          "thrice: choice y is 15 in its small form, 25 in its fast one");
    view::Interpreter lowered(lower::plain(thrice(3), Goal::area));
    lowered.set("x_i", 7);
    lowered.eval();
    CHECK(lowered.get("y_o") == 21);
}
