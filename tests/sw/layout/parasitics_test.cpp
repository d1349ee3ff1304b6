// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/parasitics.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "sw/support/pattern.h"
#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/tools.h"
#include "tests/sw/layout/small_netlist.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;
using Catch::Matchers::Contains;

namespace {

/// n6 forks behind a piece without a pin: one branch ends at INVX1_1, one at NAND2X1_2.
const std::string wires =
    "n2 1 PIN/n2 1 ( 100 0.25 NAND2X1_1/A ) \n"
    "n3 1 PIN/n3 1 ( 2.5 6.57e-05 NAND2X1_1/B ) \n"
    "n5 1 INVX1_1/Y 1 ( 0 0 PIN/n5 ) \n"
    "n6 1 NAND2X1_1/Y 2 ( 10 0.5 ( 20 0.25 INVX1_1/A , ( 1 0.125 ERROR ) ) , ( 40 0.0625 "
    "NAND2X1_2/A ) ) "
    "\n";

}  // namespace

TEST_CASE("wires are read as trees") {
    const auto trees = read_rc(wires, "x.rc");
    REQUIRE(trees.size() == 4);
    const auto& nodes = trees.at("n6").nodes;
    REQUIRE(nodes.size() == 5);
    CHECK(nodes[0].pin == Terminal{"NAND2X1_1", "Y"});
    const std::size_t parents[] = {0, 0, 1, 2, 1};
    const double ohms[] = {0, 10, 20, 1, 40}, pf[] = {0, 0.5, 0.25, 0.125, 0.0625};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        CHECK(nodes[i].parent == parents[i]);
        CHECK(nodes[i].ohms == ohms[i]);
        CHECK(nodes[i].pf == pf[i]);
    }
    CHECK(nodes[4].pin == Terminal{"NAND2X1_2", "A"});
    CHECK(trees.at("n6").capacitance_pf() == 0.9375);
    CHECK(trees.at("n6").resistance_ohms() == 71);
    const auto loads = wire_loads(trees, "top");
    CHECK(loads.at("top").at(6) == 0.9375);
    CHECK(loads.at("top").at(3) == 6.57e-05);
}

TEST_CASE("malformed wires are refused with their line") {
    for (const char* line :
         {"n2", "n2 2 PIN/n2 1 ( 1 1 a/A )", "n2 1 PIN 1 ( 1 1 a/A )", "n2 1 PIN/n2 1 ( 1 1 a/A",
          "n2 1 PIN/n2 1 ( x 1 a/A )", "n2 1 PIN/n2 1 ( 1 -1 a/A )", "n2 1 PIN/n2 1 ( 1 nan a/A )",
          "n2 1 PIN/n2 1 ( 1 1 a/A ) )", "n2 1 PIN/n2 1 1"})
        CHECK_THAT(failure_of([&] { read_rc(wires.substr(0, 41) + "\n" + line, "x.rc"); }),
                   Contains("x.rc:2: "));
    CHECK_THAT(failure_of([&] { read_rc(wires + wires, "x.rc"); }), Contains("n2 again"));
    std::string deep = "n2 1 PIN/n2 1 ";
    for (int i = 0; i < 20'000; ++i) deep += "( 1 1 ";
    CHECK_THAT(failure_of([&] { read_rc(deep, "x.rc"); }), Contains("too deep"));
}

TEST_CASE("pins that wires do not reach hang on the driver, foreign ones are refused") {
    const Netlist plain = to_plain(small_netlist());
    auto trees = read_rc(wires, "x.rc");
    CHECK(complete_trees(trees, plain) == 0);
    auto& nodes = trees.at("n6").nodes;
    nodes[4].pin = {};
    CHECK(complete_trees(trees, plain) == 1);
    CHECK(nodes.back().pin == Terminal{"NAND2X1_2", "A"});
    CHECK(nodes.back().parent == 0);
    nodes[2].pin = {"NAND2X1_2", "B"};
    CHECK_THAT(failure_of([&] { complete_trees(trees, plain); }), Contains("reach NAND2X1_2/B"));
    trees.erase("n6");
    CHECK_THAT(failure_of([&] { complete_trees(trees, plain); }),
               Contains("no wires of the net n6"));
}

TEST_CASE("half of a wire's capacitance is at either end") {
    const auto spef = to_spef(read_rc(wires, "x.rc"), to_plain(small_netlist()));
    CHECK_THAT(spef, Contains("*C_UNIT 1 PF\n*R_UNIT 1 OHM\n"));
    CHECK_THAT(spef, Contains("*D_NET n6 0.9375\n*CONN\n*I NAND2X1_1:Y O\n*I INVX1_1:A I\n"
                              "*I NAND2X1_2:A I\n*CAP\n1 NAND2X1_1:Y 0.25\n2 n6:1 0.40625\n"
                              "3 INVX1_1:A 0.1875\n4 n6:3 0.0625\n5 NAND2X1_2:A 0.03125\n"
                              "*RES\n1 NAND2X1_1:Y n6:1 10\n2 n6:1 INVX1_1:A 20\n"
                              "3 INVX1_1:A n6:3 1\n4 n6:1 NAND2X1_2:A 40\n*END\n"));
    CHECK_THAT(spef, Contains("*D_NET n2 0.25\n*CONN\n*P n2 I\n*I NAND2X1_1:A I\n"));
    CHECK_THAT(spef, Contains("*CONN\n*I INVX1_1:Y O\n*P n5 O\n"));
}

namespace {

/// A buffer of 1 ns whatever load and slew, its pin of 0.5 pF.
const char* const library = R"(library(l) {
  delay_model : table_lookup; time_unit : "1ns"; voltage_unit : "1V"; current_unit : "1mA";
  capacitive_load_unit (1, pf); pulling_resistance_unit : "1kohm"; leakage_power_unit : "1nW";
  input_threshold_pct_rise : 50; input_threshold_pct_fall : 50;
  output_threshold_pct_rise : 50; output_threshold_pct_fall : 50;
  slew_lower_threshold_pct_rise : 20; slew_lower_threshold_pct_fall : 20;
  slew_upper_threshold_pct_rise : 80; slew_upper_threshold_pct_fall : 80;
  cell(BUF) {
    pin(A) { direction : input; capacitance : 0.5; }
    pin(Y) { direction : output; function : "A";
      timing() { related_pin : "A"; timing_sense : positive_unate;
        cell_rise(scalar) { values("1"); } cell_fall(scalar) { values("1"); }
        rise_transition(scalar) { values("0"); } fall_transition(scalar) { values("0"); } } }
  }
})";

}  // namespace

TEST_CASE("OpenSTA sees the Elmore delay of the wires that were written") {
    if (!test::has({"sta"})) return;
    const testing::ScratchFolder folder("elmore");
    NetlistModule module;
    module.ports = {{"a", true, {2}}, {"y", false, {3}}};
    module.instances = {{"g", "BUF", {{"A", {2}}, {"Y", {3}}}}};
    Netlist netlist{"top", {}, {}};
    netlist.modules["top"] = module;
    const Netlist plain = to_plain(netlist);
    // From the port 200 ohm to a fork, 300 ohm on to the pin; a dead end of 1 pF at the fork.
    const auto trees = read_rc(
        "n2 1 PIN/n2 1 ( 200 1.0 ( 300 2.0 BUF_1/A ) , ( 50 1.0 ) )\n"
        "n3 1 BUF_1/Y 1 ( 0 0 PIN/n3 )\n",
        "x.rc");
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream(folder.path() / name) << text;
    };
    write("l.lib", library);
    write("n.v",
          "module top (n2, n3);\n input n2;\n output n3;\n BUF BUF_1 (.A(n2), .Y(n3));\n"
          "endmodule\n");
    write("n.spef", to_spef(trees, plain));
    write("t.tcl",
          "read_liberty l.lib\nread_verilog n.v\nlink_design top\nread_spef n.spef\n"
          "create_clock -name c -period 10\nset_input_delay 0 -clock c n2\n"
          "set_output_delay 0 -clock c n3\nreport_checks -path_delay max -digits 6\n");
    const auto result =
        run_process({"sta", "-no_splash", "-exit", "t.tcl"}, {.directory = folder.path()});
    INFO(result.output);
    const auto arrival = Pattern(R"(\n\s+(-?[\d.]+)\s+data arrival time)").find(result.output);
    REQUIRE(arrival);
    // 200 ohm see all but the driver's half: 0.5 + 1 + 1 + 1 + 0.5 pF, 300 ohm 1 + 0.5 pF; the
    // threshold is passed after ln 2 of it.
    const double elmore_ns = 200e-3 * 4.0 + 300e-3 * 1.5;
    CHECK(std::stod(arrival->at(1)) == Approx(1 + std::log(2.0) * elmore_ns).epsilon(0.002));
}
