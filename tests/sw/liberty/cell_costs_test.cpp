// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/cell_costs.h"

#include <catch2/catch.hpp>

#include "sw/support/error.h"
#include "tests/support/timed_library.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::test;
using Catch::Matchers::Contains;

namespace {

const std::string nand_cell = gate("na", 4, "AB", "!(A B)", 0.02);
const std::string full_cell =
    "cell (fa) { area : 20; " + inputs("ABC") +
    output("S", "A^B^C", arc("A", 0.10, 0.12) + arc("B", 0.2, 0.2) + arc("C", 0.05, 0.07)) +
    output("K", "(A B) + (C (A + B))",
           arc("A", 0.09, 0.09) + arc("B", 0.1, 0.1) + arc("C", 0.04, 0.02)) +
    "} ";

CellCosts costs_of(const std::string& cells) {
    const auto text = test::timed_library(cells);
    const auto library = make_library(parse_liberty(text, "made.lib"), "made.lib");
    return read_cell_costs(library, find_roles(library));
}

}  // namespace

TEST_CASE("costs are the tables' at the slew and load that cells make of each other") {
    const auto costs = costs_of(nand_cell + full_cell + gate("iv", 2, "A", "!A", 0.01) +
                                gate("xo", 9, "AB", "A^B", 0.05));
    // A gate drives two pins of 0.002 pF. Its slew s = 0.01 + s / 2 + 5 * 0.004 is 0.06 ns.
    const double gate_extra = 0.06 / 2 + 10 * 0.004;
    CHECK(costs.nand.delay_ns == Approx(0.02 + gate_extra));
    CHECK(costs.nand.area == 4);
    CHECK(costs.inverter.delay_ns == Approx(0.01 + gate_extra));
    CHECK(costs.exclusive_or.delay_ns == Approx(0.05 + gate_extra));
    // An adder drives one pin: s = 0.01 + s / 2 + 5 * 0.002 is 0.04 ns.
    const double adder_extra = 0.04 / 2 + 10 * 0.002;
    CHECK(costs.full.cell == "fa");
    CHECK(costs.full.area == 20);
    const double sums[] = {0.11, 0.2, 0.06}, carries[] = {0.09, 0.1, 0.03};
    for (int i = 0; i < 3; ++i) {
        CHECK(costs.full.sum_ns[i] == Approx(sums[i] + adder_extra));
        CHECK(costs.full.carry_ns[i] == Approx(carries[i] + adder_extra));
    }
    CHECK(costs.full_gates.sum_ns[0] == Approx(2 * costs.exclusive_or.delay_ns));
    CHECK(costs.full_gates.sum_ns[2] == Approx(costs.exclusive_or.delay_ns));
    CHECK(costs.full_gates.area == 2 * 9 + 3 * 4);
}

TEST_CASE("adders of gates take the time of each arc under what they drive") {
    const std::string exclusive = "cell (xo) { area : 9; " + inputs("AB") +
                                  output("Y", "A^B", arc("A", 0.03, 0.03) + arc("B", 0.05, 0.05)) +
                                  "} ";
    const auto text =
        test::timed_library(nand_cell + exclusive + gate("oa", 5, "ABC", "!(B (A + C))", 0.02));
    const auto library = make_library(parse_liberty(text, "made.lib"), "made.lib");
    const auto roles = find_roles(library);
    REQUIRE(roles.or_nand);
    CHECK(roles.or_nand->inputs == std::vector<std::string>{"A", "C", "B"});
    // The quicker input is the last.
    CHECK(roles.exclusive_or->inputs == std::vector<std::string>{"B", "A"});
    const auto costs = read_cell_costs(library, roles);
    // Under n pins the slew s = 0.01 + s / 2 + 0.01 n is 0.02 (1 + n), the delay s / 2 + 0.02 n.
    const auto loaded = [](double pins) { return 0.01 * (1 + pins) + 0.02 * pins; };
    const double bit = 8.0 / 3;
    CHECK(costs.full_gates.area == 2 * 9 + 5 + 2 * 4);
    CHECK(costs.full_gates.sum_ns[0] == Approx(0.05 + loaded(1) + 0.05 + loaded(bit)));
    CHECK(costs.full_gates.sum_ns[2] == Approx(0.03 + loaded(bit)));
    for (int i = 0; i < 3; ++i)
        CHECK(costs.full_gates.carry_ns[i] == Approx(0.02 + loaded(1) + 0.02 + loaded(bit)));
}

TEST_CASE("carries of adders of gates are a majority cell where that is worth it") {
    const auto style = [](const std::string& function, double area) {
        const auto text = test::timed_library(nand_cell + gate("xo", 9, "AB", "A^B", 0.05) +
                                              gate("oa", 5, "ABC", "!(B (A + C))", 0.02) +
                                              gate("mj", area, "ABC", function, 0.02));
        const auto library = make_library(parse_liberty(text, "made.lib"), "made.lib");
        const auto roles = find_roles(library);
        return std::pair(roles.made_carry, read_cell_costs(library, roles).full_gates);
    };
    const std::string majority = "(A B) + (C (A + B))";
    const auto [small, cost] = style(majority, 10);
    CHECK(small == MadeCarry::majority);
    CHECK(cost.area == 2 * 9 + 10);
    CHECK_FALSE(cost.inverted_carry);
    // Under 2 pins, the mean of what a bit drives: 0.01 (1 + 2) + 0.02 * 2.
    CHECK(cost.carry_ns[1] == Approx(0.02 + 0.03 + 0.04));
    CHECK(style("!(" + majority + ")", 10).second.inverted_carry);
    CHECK(style(majority, 40).first == MadeCarry::or_nand);
}

TEST_CASE("what a library lacks is made of what it has") {
    const auto costs = costs_of(nand_cell);
    CHECK(costs.full.cell.empty());
    CHECK(costs.half.cell.empty());
    CHECK(costs.exclusive_or.area == 16);
    CHECK(costs.exclusive_or.delay_ns == Approx(3 * costs.nand.delay_ns));
    CHECK(costs.full.area == 9 * 4);
    CHECK(costs.inverter.delay_ns == costs.nand.delay_ns);
    const auto with_nor = costs_of(nand_cell + gate("xn", 8, "AB", "!(A^B)", 0.03));
    CHECK(with_nor.exclusive_or.area == 8);
}

TEST_CASE("a library without tables of delay is refused by name") {
    CHECK_THROWS_WITH(
        costs_of("cell (na) { area : 4; " + inputs("AB") + output("Y", "!(A B)", "") + "} "),
        Contains("made") && Contains("delay"));
}
