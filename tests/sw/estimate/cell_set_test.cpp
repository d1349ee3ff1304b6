// SPDX-License-Identifier: Apache-2.0
#include "sw/estimate/cell_set.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using mxgen::testing::ScratchFolder;

namespace {

/// Two cells with delays of 0.1 ns and 2 ns for each pF, one without, and one too wide to serve.
constexpr const char* library_text = R"lib(library (tiny) {
  time_unit : "1ns"; capacitive_load_unit (1, pf); voltage_unit : "1V"; nom_voltage : 2;
  leakage_power_unit : "1nW";
  lu_table_template (t) { variable_1 : input_net_transition;
    variable_2 : total_output_net_capacitance; index_1 ("0, 1"); index_2 ("0, 1"); }
  cell (INV) { area : 1;
    pin (A) { direction : input; capacitance : 0.01; }
    pin (Y) { direction : output; function : "!A";
      timing () { related_pin : "A"; timing_sense : negative_unate;
        cell_rise (t) { values ("0.1, 2.1", "0.1, 2.1"); }
        cell_fall (t) { values ("0.1, 2.1", "0.1, 2.1"); } } } }
  cell (ND) { area : 2;
    pin (A) { direction : input; capacitance : 0.02; }
    pin (B) { direction : input; capacitance : 0.04; }
    pin (Y) { direction : output; function : "!(A B)";
      timing () { related_pin : "A"; timing_sense : negative_unate;
        cell_rise (t) { values ("0.1, 2.1", "0.1, 2.1"); }
        cell_fall (t) { values ("0.3, 4.3", "0.3, 4.3"); } } } }
  cell (OA) { area : 3;
    pin (A) { direction : input; capacitance : 0.02; }
    pin (B) { direction : input; capacitance : 0.02; }
    pin (C) { direction : input; capacitance : 0.02; }
    pin (Y) { direction : output; function : "(A+B) C"; } }
  cell (WIDE) { area : 5;
    pin (A) { direction : input; capacitance : 0.02; }
    pin (B) { direction : input; capacitance : 0.02; }
    pin (C) { direction : input; capacitance : 0.02; }
    pin (D) { direction : input; capacitance : 0.02; }
    pin (E) { direction : input; capacitance : 0.02; }
    pin (Y) { direction : output; function : "!(A B C D E)"; } }
})lib";

}  // namespace

TEST_CASE("a library's cells are read for the estimates, without anything fitted") {
    const ScratchFolder scratch("cell_set");
    write_file(scratch.path() / "tiny.lib", library_text);
    const auto library = ppa::read_library(scratch.path() / "tiny.lib");
    const auto set = ppa::cell_set(library, ppa::find_roles(library));
    REQUIRE(set.gates.size() == 3);
    const auto cell = [&](const char* name) {
        return *std::ranges::find(set.gates, std::string(name), &gates::GateCell::name);
    };
    CHECK(cell("INV").table == 0b01);
    CHECK(cell("INV").area == Approx(0.5));
    CHECK(cell("INV").load == Approx(0.01));
    CHECK(cell("INV").drive.fixed == Approx(0.1));
    CHECK(cell("INV").drive.per_load == Approx(2));
    CHECK(cell("ND").table == 0b0111);
    CHECK(cell("ND").load == Approx(0.03));
    CHECK(cell("ND").drive.fixed == Approx(0.2));
    CHECK(cell("ND").drive.per_load == Approx(3));
    CHECK(cell("OA").table == 0b11100000);
    CHECK(set.full_adder.area == 0);
    CHECK(set.pj_per_load == Approx(2));
}
