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

void check_figures(const Library& library) {
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
    CHECK(library.source.groups.size() == 5);
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
          "leakage_power_unit : \"1pF\"", "voltage_unit : \"V\"", "capacitive_load_unit (1, ns)",
          "capacitive_load_unit (ff)"}) {
        INFO(attribute);
        const std::string text = "library (x) { " + attribute + "; cell (a) { } }";
        CHECK_THAT(testing::refusal([&] { make_library(parse_liberty(text, "x"), "x.lib"); }),
                   Contains("x.lib: " + attribute.substr(0, attribute.find(' '))) &&
                       Contains("allowed: a number and a unit"));
    }
}

TEST_CASE("cells of several bits are read and not used") {
    const Library library =
        make_library(parse_liberty("library (x) { cell (a) { pin (A) { } }\n"
                                   "  cell (bus) { bus (D) { pin (D[1:0]) { } } }\n"
                                   "  cell (bundle) { bundle (D) { members (D0, D1); } }\n"
                                   "  cell (bank) { ff_bank (I, N, 2) { } }\n"
                                   "  cell (two) { ff (I, N) { } ff (J, M) { } } }",
                                   "x"),
                     "x");
    CHECK(library.cells.size() == 5);
    for (const auto& [name, cell] : library.cells) CHECK(cell.dont_use == (name != "a"));
}
