// SPDX-License-Identifier: Apache-2.0
// One small library, written in every unit: the figures are those of the plain ones.
#include "sw/liberty/units.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/liberty/characterization.h"
#include "sw/liberty/library.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::ppa;
using Catch::Matchers::Contains;

namespace {

/// What each unit of a library is, as the file says it, and how many plain ones it is.
struct WrittenUnits {
    std::string time = "1ns", load = "1, pf", leakage = "1nW", voltage = "1V";
    double ns = 1, pf = 1, nw = 1, v = 1;
};

/// A library of one inverter and one flip-flop, its numbers plain ones divided by the units.
std::string library_text(const WrittenUnits& u) {
    const auto t = [&](double ns) { return ns / u.ns; };
    const auto c = [&](double pf) { return pf / u.pf; };
    const auto e = [&](double pj) { return pj / (u.pf * u.v * u.v); };
    std::string text = fmt::format(
        "library (small) {{\n  time_unit : \"{}\";\n  capacitive_load_unit ({});\n"
        "  leakage_power_unit : \"{}\";\n  voltage_unit : \"{}\";\n  nom_voltage : {};\n"
        "  define (odd, cell, float);\n  voltage_map (VDD, {});\n",
        u.time, u.load, u.leakage, u.voltage, 1.8 / u.v, 1.8 / u.v);
    text += fmt::format(
        "  lu_table_template (delay) {{ variable_1 : input_net_transition;\n"
        "    variable_2 : total_output_net_capacitance;\n"
        "    index_1 (\"{}, {}\"); index_2 (\"{}, {}\"); }}\n"
        "  power_lut_template (energy) {{ variable_1 : total_output_net_capacitance;\n"
        "    variable_2 : input_transition_time;\n"
        "    index_1 (\"1, 2\"); index_2 (\"1, 2\"); }}\n"
        "  lu_table_template (held) {{ variable_1 : related_pin_transition;\n"
        "    variable_2 : constrained_pin_transition; index_1 (\"{}\"); index_2 (\"{}\"); }}\n",
        t(0.1), t(0.5), c(0.01), c(0.2), t(0.1), t(0.1));
    text += fmt::format(
        "  cell (INV) {{ area : 2; odd : 3; cell_leakage_power : {};\n"
        "    leakage_power () {{ when : \"A\"; value : {}; }}\n"
        "    pin (A) {{ direction : input; capacitance : {}; rise_capacitance : {}; }}\n"
        "    pin (Y) {{ direction : output; function : \"!A\"; max_capacitance : {};\n"
        "      timing () {{ related_pin : \"A\"; timing_sense : negative_unate;\n"
        "        cell_rise (delay) {{ values (\"{}, {}\", \"{}, {}\"); }}\n"
        "        rise_transition (scalar) {{ values (\"{}\"); }}\n"
        "        output_current_rise () {{ vector (x) {{ values (\"1, 2\"); }} }} }}\n"
        "      internal_power () {{ related_pin : \"A\";\n"
        "        rise_power (energy) {{ index_1 (\"{}, {}\"); index_2 (\"{}, {}\");\n"
        "          values (\"{}, {}\", \"{}, {}\"); }} }} }} }}\n",
        7 / u.nw, 6 / u.nw, c(0.02), c(0.021), c(0.4), t(0.1), t(0.2), t(0.3), t(0.5), t(0.07),
        c(0.01), c(0.2), t(0.1), t(0.5), e(0.01), e(0.02), e(0.03), e(0.05));
    text += fmt::format(
        "  cell (DFF) {{ area : 9; ff (IQ, IQN) {{ next_state : D; clocked_on : C; }}\n"
        "    pin (D) {{ direction : input; capacitance : {};\n"
        "      timing () {{ related_pin : C; timing_type : setup_rising;\n"
        "        rise_constraint (held) {{ values (\"{}\"); }} }} }}\n"
        "    pin (C) {{ direction : input; clock : true; min_pulse_width_high : {}; }}\n"
        "    pin (Q) {{ direction : output; function : IQ; }} }}\n}}\n",
        c(0.03), t(0.12), t(0.25));
    return text;
}

const Attribute& values_of(const Library& library, const char* cell, const char* table) {
    for (const Group& c : library.source.groups)
        for (const Group& pin : c.groups)
            for (const Group& timing : pin.groups)
                for (const Group& t : timing.groups)
                    if (c.name() == cell && t.kind == table) return *t.find("values");
    throw std::logic_error("no such table");
}

void check_figures(const Library& library, std::size_t groups = 5) {
    CHECK(library.voltage == Approx(1.8));
    const Cell& inverter = library.cells.at("INV");
    CHECK(inverter.area == 2);
    CHECK(inverter.leakage_nw == Approx(7));
    CHECK(inverter.find("A")->capacitance == Approx(0.02));
    CHECK(inverter.find("A")->rise_capacitance == Approx(0.021));
    CHECK(inverter.find("A")->fall_capacitance == Approx(0.02));
    CHECK(inverter.find("Y")->group->number("max_capacitance", 0) == Approx(0.4));
    const Characterization record = characterize(inverter, library);
    REQUIRE(record.arcs.size() == 1);
    CHECK((*record.arcs[0].delay[1])(0.1, 0.01) == Approx(0.1));
    CHECK((*record.arcs[0].delay[1])(0.5, 0.2) == Approx(0.5));
    CHECK((*record.arcs[0].delay[1])(0.3, 0.01) == Approx(0.2));
    CHECK((*record.arcs[0].slew[1])(0.3, 0.01) == Approx(0.07));
    REQUIRE(record.power.size() == 1);
    CHECK((*record.power[0].energy[1])(0.1, 0.2) == Approx(0.03));
    CHECK((*record.power[0].energy[1])(0.5, 0.01) == Approx(0.02));
    const Cell& register_cell = library.cells.at("DFF");
    CHECK(register_cell.find("C")->group->number("min_pulse_width_high", 0) == Approx(0.25));
    CHECK(numbers(values_of(library, "DFF", "rise_constraint").values[0])[0] == Approx(0.12));
    CHECK(library.source.groups.size() == groups);
}

}  // namespace

TEST_CASE("figures of a library do not depend on its units") {
    std::vector<WrittenUnits> all(1);
    for (const auto& [text, ns] : std::vector<std::pair<std::string, double>>{
             {"1ps", 1e-3}, {"10ps", 1e-2}, {"100ps", 0.1}, {"1 us", 1e3}, {"0.5ns", 0.5}})
        all.push_back({.time = text, .ns = ns});
    for (const auto& [text, pf] : std::vector<std::pair<std::string, double>>{
             {"1, ff", 1e-3}, {"1, \"fF\"", 1e-3}, {"0.1, pf", 0.1}, {"10.0, ff", 1e-2}})
        all.push_back({.load = text, .pf = pf});
    for (const auto& [text, nw] : std::vector<std::pair<std::string, double>>{
             {"1pW", 1e-3}, {"10uW", 1e4}, {"1mW", 1e6}, {"100fW", 1e-4}})
        all.push_back({.leakage = text, .nw = nw});
    for (const auto& [text, v] :
         std::vector<std::pair<std::string, double>>{{"1mV", 1e-3}, {"100mV", 0.1}})
        all.push_back({.voltage = text, .v = v});
    all.push_back({"1ps", "1, ff", "1pW", "10mV", 1e-3, 1e-3, 1e-3, 1e-2});
    for (const WrittenUnits& units : all) {
        INFO(units.time << "; " << units.load << "; " << units.leakage << "; " << units.voltage);
        const std::string text = library_text(units);
        check_figures(make_library(parse_liberty(text, "x.lib"), "x.lib"));
        Group group = parse_liberty(text, "x.lib");
        to_plain_units(group, "x.lib");
        CHECK(units_of(group, "x.lib") == LibertyUnits{});
        CHECK_FALSE(to_plain_units(group, "x.lib"));
    }
    CHECK(all.size() == 17);
}

TEST_CASE("units of currents are read and change no figure") {
    for (const std::string unit : {"1A", "1mA", "100uA", "1uA", "1 nA"}) {
        INFO(unit);
        for (WrittenUnits units : {WrittenUnits{}, WrittenUnits{.time = "1ps", .ns = 1e-3}}) {
            auto text = library_text(units);
            text.insert(text.find("  nom_voltage"), "  current_unit : \"" + unit + "\";\n");
            check_figures(make_library(parse_liberty(text, "x.lib"), "x.lib"));
        }
    }
}

TEST_CASE("what is no cell of the flow changes none of the others") {
    auto text = library_text({.time = "1ps", .ns = 1e-3});
    text.insert(text.find("  define (odd"),
                "  define (\"vendor_mark\", \"pin\", \"string\");\n"
                "  define_group (vendor_notes, cell);\n  define_cell_area (bonds, pad_slots);\n"
                "  k_temp_cell_rise : 0.001;\n  default_max_transition : 500;\n"
                "  library_features (report_delay_calculation);\n"
                "  operating_conditions (slow) { voltage : 1.6; temperature : 125;\n"
                "    tree_type : balanced_tree; }\n"
                "  type (two) { base_type : array; data_type : bit; bit_width : 2; bit_from : 1;\n"
                "    bit_to : 0; downto : true; }\n");
    const auto end = text.rfind('}');
    text.insert(end,
                "  scaled_cell (INV, slow) { area : 99; cell_leakage_power : 99;\n"
                "    pin (A) { direction : input; capacitance : 99; } }\n"
                "  cell (WIDE) { area : 5; vendor_notes (x) { note : \"a\"; }\n"
                "    bus (D) { bus_type : two; direction : input; capacitance : 3;\n"
                "      pin (D[1:0]) { vendor_mark : \"m\"; capacitance : 4; } }\n"
                "    bundle (Q) { members (Q0, Q1); direction : output; function : \"D\"; } }\n");
    Group source = parse_liberty(text, "x.lib");
    CHECK(parse_liberty(to_liberty(source), "x.lib").groups.size() == source.groups.size());
    const auto library = make_library(std::move(source), "x.lib");
    CHECK(library.cells.at("INV").area == 2);
    CHECK(library.cells.at("INV").leakage_nw == Approx(7));
    CHECK(library.cells.at("INV").find("A")->capacitance == Approx(0.02));
    CHECK(library.cells.at("WIDE").dont_use);
    CHECK(library.cells.size() == 3);
    CHECK(library.source.number("default_max_transition", 0) == Approx(0.5));
    const Characterization record = characterize(library.cells.at("INV"), library);
    REQUIRE(record.arcs.size() == 1);
    CHECK((*record.arcs[0].delay[1])(0.3, 0.01) == Approx(0.2));
}

TEST_CASE("files of different units and templates become one library") {
    const auto merged = [](const WrittenUnits& first, const WrittenUnits& second,
                           const std::string& from = "", const std::string& to = "") {
        std::vector<Group> groups;
        std::vector<std::string> files;
        for (const auto& [units, cell] : {std::pair{first, "DFF"}, {second, "INV"}}) {
            auto text = library_text(units);
            if (!from.empty() && groups.size() == 1) text.replace(text.find(from), from.size(), to);
            files.push_back(std::string(cell) + ".lib");
            groups.push_back(parse_liberty(text, files.back()));
            to_plain_units(groups.back(), files.back());
            // Each file keeps the cell that the other lacks.
            std::erase_if(groups.back().groups, [&](const Group& group) {
                return group.kind == "cell" && group.name() != cell;
            });
        }
        return make_library(merge_liberty(std::move(groups), {}, files), "all");
    };
    const WrittenUnits ps{.time = "1ps", .load = "1, ff", .ns = 1e-3, .pf = 1e-3};
    const WrittenUnits mv{.leakage = "1uW", .voltage = "1mV", .nw = 1e3, .v = 1e-3};
    // The template of energies states 1 and 2 in any unit: it is another one in the second file.
    check_figures(merged(ps, mv), 6);
    check_figures(merged(mv, ps), 6);
    check_figures(merged({}, ps), 6);
    check_figures(merged(ps, ps), 5);
    // The axes of the second file's template are of other lengths: it is another template.
    const auto library = merged({}, {}, "index_1 (\"0.1, 0.5\"); index_2 (\"0.01, 0.2\")",
                                "index_1 (\"0.2, 1\"); index_2 (\"0.01, 0.2\")");
    CHECK(library.source.groups.size() == 6);
    const Characterization record = characterize(library.cells.at("INV"), library);
    REQUIRE(record.arcs.size() == 1);
    CHECK((*record.arcs[0].delay[1])(0.2, 0.01) == Approx(0.1));
    CHECK((*record.arcs[0].delay[1])(1, 0.2) == Approx(0.5));
}

TEST_CASE("files whose voltages or thresholds differ are refused") {
    for (const std::string name : {"nom_voltage", "input_threshold_pct_rise"})
        for (const std::string value : {"1.8", "1.7"}) {
            std::vector<Group> groups;
            for (const auto& text :
                 {name + " : 1.8; cell (c) { }", name + " : " + value + "; cell (d) { }"})
                groups.push_back(parse_liberty("library (x) { " + text + " }", "x"));
            const auto refused = testing::refusal([&] {
                merge_liberty(std::move(groups), {}, {"one.lib", "two.lib"});
            });
            CHECK(refused ==
                  (value == "1.8" ? "" : "two.lib: " + name + " is 1.7, in one.lib it is 1.8"));
        }
}

TEST_CASE("leakage is the cell's, else the mean of its states, else the library's") {
    const auto library = make_library(
        parse_liberty(
            "library (x) { leakage_power_unit : \"1uW\"; default_cell_leakage_power : 9;\n"
            "  default_input_pin_cap : 0.5;\n"
            "  cell (own) { cell_leakage_power : 4; leakage_power () { value : 1; } }\n"
            "  cell (any) { leakage_power () { when : \"A\"; value : 1; }\n"
            "    leakage_power () { value : 3; } }\n"
            "  cell (states) { pg_pin (VDD) { pg_type : primary_power; }\n"
            "    pg_pin (VSS) { pg_type : primary_ground; }\n"
            "    leakage_power () { when : \"A\"; value : 2; related_pg_pin : VDD; }\n"
            "    leakage_power () { when : \"A\"; value : 7; related_pg_pin : VSS; }\n"
            "    leakage_power () { when : \"!A\"; value : 5; related_pg_pin : VDD; } }\n"
            "  cell (none) { pin (A) { direction : input; }\n"
            "    pin (Y) { direction : output; } } }",
            "x"),
        "x");
    const auto leakage = [&](const char* cell) { return library.cells.at(cell).leakage_nw; };
    CHECK(leakage("own") == Approx(4000));
    CHECK(leakage("any") == Approx(3000));
    CHECK(leakage("states") == Approx(3500));
    CHECK(leakage("none") == Approx(9000));
    CHECK(library.cells.at("none").find("A")->capacitance == 0.5);
    CHECK(library.cells.at("none").find("Y")->capacitance == 0);
}

TEST_CASE("a library in plain units is left as it is") {
    Group group = parse_liberty(library_text({}), "x.lib");
    const std::string before = to_liberty(group);
    CHECK_FALSE(to_plain_units(group, "x.lib"));
    CHECK(to_liberty(group) == before);
    CHECK(units_of(parse_liberty("library (x) { }", "x.lib"), "x.lib") == LibertyUnits{});
}

TEST_CASE("units that cannot be read are refused with their attribute") {
    for (const std::string attribute :
         {"time_unit : \"1 parsec\"", "time_unit : \"0ns\"", "time_unit : \"-1ns\"",
          "leakage_power_unit : \"1pF\"", "current_unit : \"1pF\"", "voltage_unit : \"V\"",
          "capacitive_load_unit (1, ns)", "capacitive_load_unit (ff)"}) {
        INFO(attribute);
        const std::string text = "library (x) { " + attribute + "; cell (a) { } }";
        CHECK_THAT(testing::refusal([&] { make_library(parse_liberty(text, "x"), "x.lib"); }),
                   Contains("x.lib: " + attribute.substr(0, attribute.find(' '))) &&
                       Contains("allowed: a number and a unit"));
    }
}

TEST_CASE("cells that no circuit here is made of are read and not used") {
    const std::string text = R"lib(library (x) { cell (a) { pin (A) { } }
  cell (bus) { bus (D) { pin (D[1:0]) { } } }
  cell (bundle) { bundle (D) { members (D0, D1); } }
  cell (bank) { ff_bank (I, N, 2) { } }
  cell (two) { ff (I, N) { } ff (J, M) { } }
  cell (gate) { clock_gating_integrated_cell : "latch_posedge";
    latch (I, N) { data_in : E; enable : "!C"; }
    pin (C) { clock_gate_clock_pin : true; } pin (E) { clock_gate_enable_pin : true; }
    pin (G) { direction : output; clock_gate_out_pin : true; function : "C & I"; } }
  cell (table) { statetable ("C E", "I") { table : "L L : - : L, L H : - : H, H - : - : N"; }
    pin (I) { direction : internal; internal_node : "I"; }
    pin (G) { state_function : "C * I"; } }
  cell (scan) { ff (I, N) { clocked_on : C; next_state : "(S & T) | (!S & D)"; }
    test_cell () { ff (I, N) { clocked_on : C; next_state : D; }
      pin (T) { signal_type : test_scan_in; } } }
  cell (pad) { pad_cell : true; } cell (macro) { is_macro_cell : true; }
  cell (shifter) { is_level_shifter : true; } cell (wall) { is_isolation_cell : true; }
  cell (keeper) { retention_cell : "r"; } cell (switch) { switch_cell_type : coarse_grain; }
  cell (marked) { dont_use : true; } })lib";
    const Library library = make_library(parse_liberty(text, "x"), "x");
    CHECK(library.cells.size() == 15);
    for (const auto& [name, cell] : library.cells) {
        INFO(name);
        CHECK(cell.dont_use == (name != "a"));
    }
    std::vector<Group> groups;
    groups.push_back(parse_liberty(text, "x"));
    CHECK(merge_liberty(std::move(groups), {}, {"x"}).groups.size() == 1);
}
