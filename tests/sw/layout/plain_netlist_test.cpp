// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/layout/def.h"
#include "sw/support/error.h"
#include "tests/sw/layout/small_netlist.h"

using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;
using Catch::Matchers::Contains;

TEST_CASE("plain names are letters and numbers whatever the netlist's are") {
    const Netlist plain = to_plain(small_netlist());
    const NetlistModule& module = plain.modules.at("top");
    std::vector<std::string> ports, instances;
    for (const NetlistPort& port : module.ports) ports.push_back(port.name);
    for (const NetlistInstance& instance : module.instances) instances.push_back(instance.name);
    // The tied output and the one on an input's net are gone, the second on net 5 has a name.
    CHECK(ports == std::vector<std::string>{"n2", "n3", "n4", "n5", "n5_4"});
    CHECK(instances == std::vector<std::string>{"NAND2X1_1", "INVX1_1", "NAND2X1_2"});
    CHECK(plain.controls.clock == "n4");
    CHECK(net_of("n17") == 17);
    for (const char* name : {"n", "17", "n1x", "m1", ""}) CHECK(net_of(name) == -1);
}

TEST_CASE("a netlist with hierarchy has no plain names") {
    Netlist netlist = small_netlist();
    netlist.modules["pe"] = {};
    CHECK_THROWS_WITH(to_plain(netlist), Contains("keeps the modules pe"));
}

TEST_CASE("nets of one pin and pins at a constant level are not routed") {
    CHECK(to_blif(to_plain(small_netlist()), "layout") ==
          ".model layout\n.inputs n2 n3\n.outputs n5\n"
          ".gate NAND2X1 A=n2 B=n3 Y=n6\n.gate INVX1 A=n6 Y=n5\n.gate NAND2X1 A=n6\n.end\n");
}

namespace {

std::string routed_text(const std::string& nets) {
    return "VERSION 5.6 ;\nDESIGN layout ;\nUNITS DISTANCE MICRONS 100 ;\n"
           "DIEAREA ( -320 -300 ) ( 12640 8300 ) ;\nTRACKS Y -300 DO 87 STEP 100 LAYER metal1 ;\n"
           "VIAS 1 ;\n- v\n+ RECT metal1 ( -80 -20 ) ( 80 20 ) ;\nEND VIAS\n"
           "COMPONENTS 4 ;\n- NAND2X1_1 NAND2X1 + PLACED ( 40 50 ) FS ;\n"
           "- INVX1_1 INVX1 + PLACED ( 600 50 ) S ;\n- NAND2X1_2 NAND2X1 + PLACED ( 900 50 ) S ;\n"
           "- FILL_1 FILL + PLACED ( 1200 50 ) S ;\nEND COMPONENTS\n"
           "PINS 1 ;\n- n2 + NET n2 + LAYER metal1 ( 0 0 ) ( 1 1 ) + PLACED ( 0 0 ) N ;\n"
           "END PINS\nNETS 4 ;\n" +
           nets +
           "END NETS\nSPECIALNETS 1 ;\n- vdd\n+ FIXED metal6 160 ( 0 0 ) ( * 8300 )\n ;\n"
           "END SPECIALNETS\nEND DESIGN\n";
}

const std::string good_nets =
    "- n2\n  ( PIN n2 )\n  ( NAND2X1_1 A )\n+ ROUTED metal2 ( 100 200 ) ( * 500 ) M3_M2\n"
    "  NEW metal3 ( 100 500 ) ( 700 * ) ( * 800 ) M3_M2 ;\n"
    "- n3 ( PIN n3 ) ( NAND2X1_1 B ) + ROUTED metal1 ( 0 0 ) M2_M1 ;\n"
    "- n5 ( PIN n5 ) ( INVX1_1 Y ) + ROUTED metal1 ( 0 0 ) ( 50 * ) ;\n"
    "- n6 ( NAND2X1_1 Y ) ( INVX1_1 A ) ( NAND2X1_2 A ) + ROUTED metal1 ( 0 0 ) ( 50 * ) ;\n";

/// The message about a layout whose text is changed in one place.
std::string difference(const std::string& from, const std::string& to) {
    std::string text = routed_text(good_nets);
    text.replace(text.find(from), from.size(), to);
    return failure_of(
        [&] { check_connections(read_def(text, "x.def"), to_plain(small_netlist()), "FILL"); });
}

}  // namespace

TEST_CASE("wires of a routed design are read with their coordinates") {
    const RoutedDesign design = read_def(routed_text(good_nets), "x.def");
    CHECK(design.die.x1 == -320);
    CHECK(design.die.y2 == 8300);
    CHECK(design.cells.size() == 4);
    const RoutedNet& net = design.nets.at("n2");
    REQUIRE(net.segments.size() == 3);
    CHECK(net.vias == 2);
    CHECK(net.segments[2].layer == "metal3");
    CHECK(net.segments[2].x1 == 700);
    CHECK(net.segments[2].y1 == 500);
    CHECK(net.segments[2].x2 == 700);
    CHECK(net.segments[2].y2 == 800);
    CHECK(wire_length_um(design) == Approx((300 + 600 + 300 + 50 + 50) / 100.0));
    check_connections(design, to_plain(small_netlist()), "FILL");
}

TEST_CASE("every difference between a layout and its netlist is told") {
    CHECK_THAT(difference("( NAND2X1_1 A )", "( NAND2X1_1 B )"), Contains("lacks the pin"));
    CHECK_THAT(difference("( NAND2X1_2 A )", ""), Contains("n6 lacks the pin NAND2X1_2/A"));
    CHECK_THAT(difference("( NAND2X1_2 A )", "( NAND2X1_2 A ) ( NAND2X1_2 B )"),
               Contains("n6 has the pin NAND2X1_2/B, too"));
    CHECK_THAT(difference("+ ROUTED metal1 ( 0 0 ) M2_M1", ""), Contains("n3 was left unrouted"));
    CHECK_THAT(difference("- n5 (", "- n7 ("), Contains("the net n5 is missing"));
    CHECK_THAT(difference("- INVX1_1 INVX1 ", "- INVX1_1 INVX2 "),
               Contains("the cell INVX1_1 is not placed"));
    CHECK_THAT(difference("- FILL_1 FILL ", "- EXTRA NAND2X1 "), Contains("the cell EXTRA, too"));
    CHECK_THAT(difference("- FILL_1 FILL ", "- INVX1_1 INVX1 "), Contains("placed twice"));
}

TEST_CASE("a layout that is cut anywhere is refused") {
    const std::string text = routed_text(good_nets);
    for (std::size_t end = 0; end + 1 < text.size() - std::string("END DESIGN\n").size(); end += 7)
        CHECK_THROWS_AS(read_def(text.substr(0, end), "x.def"), mxgen::Error);
}
