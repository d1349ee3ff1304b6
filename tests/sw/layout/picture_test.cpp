// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/picture.h"

#include <catch2/catch.hpp>

#include "tests/sw/layout/small_netlist.h"

using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;
using Catch::Matchers::Contains;

namespace {

const char* const lef =
    "VERSION 5.4 ;\nLAYER poly\n  TYPE\tMASTERSLICE ;\nEND poly\n"
    "LAYER metal1\n  TYPE\t\tROUTING ;\n  EDGECAPACITANCE 8.0e-05 ;\nEND metal1\n"
    "LAYER via\n  TYPE CUT ;\nEND via\nLAYER metal2\n  TYPE ROUTING ;\nEND metal2\n"
    "SITE core\n  SIZE 0.8 BY 10.0 ;\nEND core\n"
    "MACRO INVX1\n  SIZE 1.6 BY 10.0 ;\n  PIN A\n    PORT\n      LAYER metal1 ;\n    END\n  END A\n"
    "END INVX1\nMACRO FILL\n  SIZE 0.8 BY 10 ;\nEND FILL\nEND LIBRARY\n";

RoutedDesign small_design() {
    RoutedDesign design;
    design.die = {"", 0, 0, 2000, 1500};
    design.cells = {{"INVX1_1", "INVX1", 40, 50}, {"FILL_1", "FILL", 200, 50}};
    design.nets["n2"].segments = {{"metal1", 100, 200, 100, 500}, {"metal2", 100, 500, 300, 500}};
    return design;
}

}  // namespace

TEST_CASE("sizes of cells and layers of wires are read") {
    const auto shapes = read_lef(lef, "x.lef");
    CHECK(shapes.route_layers == std::vector<std::string>{"metal1", "metal2"});
    REQUIRE(shapes.cells.size() == 2);
    CHECK(shapes.cells.at("INVX1").width == 1.6);
    CHECK(shapes.cells.at("INVX1").height == 10);
    CHECK_THROWS_WITH(read_lef("VERSION 5.4 ;\n", "x.lef"), Contains("x.lef"));
    CHECK_THAT(with_both_edges(lef), Contains("EDGECAPACITANCE 0.00016 ;"));
    CHECK(read_lef(with_both_edges(lef), "x.lef").cells.size() == 2);
}

TEST_CASE("a picture has a rectangle for each cell and a line for each wire") {
    const auto shapes = read_lef(lef, "x.lef");
    const auto svg = to_svg(small_design(), shapes, "FILL", {"a < b & c", {{"INVX1_1", "sum"}}});
    CHECK_THAT(svg, Contains("a &lt; b &amp; c") && Contains(">sum</text>"));
    CHECK_THAT(svg, Contains("d=\"M4 5h16v100h-16z\""));
    CHECK_THAT(svg, Contains("d=\"M10 20v30\"") && Contains("d=\"M10 50h20\""));
    CHECK(svg == to_svg(small_design(), shapes, "FILL", {"a < b & c", {{"INVX1_1", "sum"}}}));
    auto design = small_design();
    design.cells[0].type = "XNOR";
    CHECK_THAT(failure_of([&] { to_svg(design, shapes, "FILL", {}); }), Contains("XNOR"));
}
