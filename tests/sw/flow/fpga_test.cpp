// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/fpga.h"

#include <catch2/catch.hpp>

#include "sw/config/fpga.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/sw/flow/designs.h"
#include "tests/sw/flow/fake_tool.h"

using namespace mxgen;
using namespace mxgen::ppa;

TEST_CASE("cells of the families by kind") {
    const auto xilinx = count_cells("xilinx", {{"LUT6", 5},
                                               {"LUT2", 2},
                                               {"INV", 1},
                                               {"CARRY4", 3},
                                               {"FDRE", 4},
                                               {"FDCE_1", 1},
                                               {"MUXF7", 2},
                                               {"DSP48E1", 6},
                                               {"IBUF", 9},
                                               {"RAMB18E1", 1}});
    CHECK(xilinx.luts == 8);
    CHECK(xilinx.lut4_equivalents == 5 * 4 + 2 + 1);
    CHECK(xilinx.carries == 3);
    CHECK(xilinx.registers == 5);
    CHECK(xilinx.multiplexers == 2);
    CHECK(xilinx.dsps == 6);
    CHECK(xilinx.others == 1);
    const auto ecp5 = count_cells(
        "ecp5", {{"LUT4", 2}, {"CCU2C", 1}, {"TRELLIS_FF", 3}, {"PFUMX", 4}, {"MULT18X18D", 5}});
    CHECK(ecp5.luts == 2);
    CHECK(ecp5.lut4_equivalents == 2 + 2);
    CHECK(ecp5.carries == 1);
    CHECK(ecp5.registers == 3);
    CHECK(ecp5.multiplexers == 4);
    CHECK(ecp5.dsps == 5);
    const auto ice40 =
        count_cells("ice40", {{"SB_LUT4", 2}, {"SB_CARRY", 1}, {"SB_DFFER", 3}, {"SB_GB", 1}});
    CHECK(ice40.luts == 2);
    CHECK(ice40.lut4_equivalents == 2);
    CHECK(ice40.carries == 1);
    CHECK(ice40.registers == 3);
    CHECK(ice40.others == 0);
}

TEST_CASE("a small design in every family, and a repeat that is not run again") {
    auto family = GENERATE(from_range(fpga_families()));
    const auto directory = tests::write_package(tests::accumulator_design(), "fpga_" + family);
    const auto metrics = run_fpga(directory, {.family = family});
    INFO(metrics.dump(2));
    CHECK(metrics["fpga__ff__count"] == 7);
    CHECK(metrics["fpga__lut__count"] >= 6);
    CHECK(metrics["fpga__dsp__count"] == 0);
    CHECK_FALSE(metrics.contains("fpga__other__count"));
    CHECK(metrics["technology"] == family);
    CHECK(metrics["synth__equivalence"] == "proved");
    const auto place = metrics["fpga__place"].get<std::string>();
    if (metrics.contains("fpga__place__fmax__mhz")) {
        CHECK(metrics["fpga__place__fmax__mhz"] > 10.0);
        CHECK(metrics["fpga__place__delay__ns"] > 1.0);
        CHECK(place.ends_with("seed 1"));
    } else {
        CHECK(place == (family == "xilinx" ? "absent: no free router knows this family"
                                           : "skipped: nextpnr-" + family + " is not installed"));
    }
    const auto written = std::filesystem::last_write_time(directory / "metrics.json");
    CHECK(run_fpga(directory, {.family = family}) == metrics);
    CHECK(std::filesystem::last_write_time(directory / "metrics.json") == written);
}

TEST_CASE("a product takes a DSP block, and LUTs without it") {
    const auto directory = tests::write_package(
        {"product",
         {{"product",
           "module product (input logic [15:0] a_i, input logic [15:0] b_i,\n"
           "    output logic [31:0] p_o);\n  assign p_o = 32'(a_i) * 32'(b_i);\nendmodule\n"}},
         {tests::port("a_i", "input", 16), tests::port("b_i", "input", 16),
          tests::port("p_o", "output", 32)}},
        "fpga_product");
    // The proof of a product is not waited for: simulation takes over.
    const auto metrics =
        run_fpga(directory, {.family = "xilinx", .proof_limit = std::chrono::seconds(2)});
    CHECK(metrics["fpga__dsp__count"] == 1);
    CHECK(metrics["fpga__nodsp__dsp__count"] == 0);
    CHECK(metrics["fpga__nodsp__lut__count"] > metrics["fpga__lut__count"]);
    CHECK(metrics["synth__equivalence"] == "simulated");
    CHECK(metrics["synth__equivalence__vectors__count"] >= 65'536);
}

TEST_CASE("a mapped netlist that differs from the RTL leaves no figures") {
    using Fault = std::pair<std::string, std::string>;
    const auto [fault, edit] = GENERATE(values<Fault>(
        {{"LUTs inverted", R"('/"LUT_INIT"/y/01/10/')"},
         {"one bit of one LUT", R"(-E -z 's/("type": "SB_LUT4",[^}]*"LUT_INIT": "[01]*)0"/\11"/')"},
         {"the other edge", R"('s/"SB_DFFR"/"SB_DFFNR"/')"},
         {"registers stuck",
          R"('/"type": "SB_DFFE"/,/"D": \[/s/"D": \[ [0-9]* \]/"D": [ "0" ]/')"}}));
    INFO(fault);
    const auto directory = tests::write_package(tests::accumulator_design(), "fpga_fault");
    const tests::FakeTool yosys(
        "yosys",
        "$REAL \"$@\" || exit 1\ncase \"$*\" in *fpga.ys) sed -i " + edit + " fpga.json;; esac");
    try {
        run_fpga(directory, {.family = "ice40"});
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == Exit::check_failed);
    }
    CHECK_FALSE(std::filesystem::exists(directory / "metrics.json"));
}

TEST_CASE("a proof of a mapped netlist that runs out of time is not called one") {
    const auto directory = tests::write_package(tests::accumulator_design(), "fpga_undecided");
    const tests::FakeTool abc("yosys-abc",
                              "case \"$*\" in *cec*) sleep 100;; *) exec $REAL \"$@\";; esac");
    const auto metrics =
        run_fpga(directory, {.family = "ecp5", .proof_limit = std::chrono::seconds(1)});
    CHECK(metrics["synth__equivalence"] == "simulated");
    CHECK(metrics["synth__equivalence__vectors__count"] >= 65'536);
}

TEST_CASE("ECP5 is placed and routed where nextpnr-ecp5 is there") {
    const testing::FakeProgram nextpnr(
        "nextpnr-ecp5",
        "case \"$*\" in --version) echo 'nextpnr-ecp5 (Version 0.4-1)'; exit;; esac\n"
        "case \"$*\" in *--um-85k*--package*CABGA756*--json*fpga.json*--report*place.json*) ;; "
        "*) exit 1;; esac\n"
        "echo '{\"critical_paths\": [{\"path\": [{\"delay\": 1.5}, {\"delay\": 2.25}]},'"
        " '{\"path\": [{\"delay\": 3}]}],'"
        " '\"fmax\": {\"clk\": {\"achieved\": 123.456}}}' > place.json");
    const auto directory = tests::write_package(tests::accumulator_design(), "fpga_ecp5_placed");
    const auto metrics = run_fpga(directory, {.family = "ecp5"});
    CHECK(metrics["fpga__place"] == "LFE5UM-85F CABGA756, seed 1");
    CHECK(metrics["fpga__place__delay__ns"] == 3.75);
    CHECK(metrics["fpga__place__fmax__mhz"] == 123.46);
    CHECK(metrics["tool__nextpnr-ecp5"] == "0.4");
}

TEST_CASE("RTL that Yosys refuses leaves no figures") {
    auto design = tests::accumulator_design();
    design.modules[0].second = "module acc (input logic clk_i); nonsense endmodule\n";
    const auto directory = tests::write_package(design, "fpga_broken");
    CHECK_THROWS_AS(run_fpga(directory, {.family = "ice40"}), Error);
    CHECK_FALSE(std::filesystem::exists(directory / "metrics.json"));
}
