// SPDX-License-Identifier: Apache-2.0
// Tables of delay and energy, between their points and beyond them.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "sw/liberty/characterization.h"
#include "sw/liberty/liberty.h"

using namespace mxgen::ppa;

namespace {

/// A library of one cell without function, whose delay has this table.
Library with_table(const std::string& axes, const std::string& values) {
    const auto text = fmt::format(
        "library (t) {{ time_unit : \"1ns\"; capacitive_load_unit (1, pf); nom_voltage : 1;\n"
        "lu_table_template (form) {{ variable_1 : input_net_transition; variable_2 : "
        "total_output_net_capacitance; }}\n"
        "cell (c) {{ area : 1; pin (A) {{ direction : input; capacitance : 0.01; }}\n"
        "pin (Y) {{ direction : output; function : \"A\";\n"
        "timing () {{ related_pin : \"A\"; cell_rise (form) {{ {} values ({}); }} }} }} }} }}",
        axes, values);
    return make_library(parse_liberty(text, "t.lib"), "t");
}

LibertyTable table(const std::string& axes, const std::string& values) {
    const auto library = with_table(axes, values);
    const auto read = characterize(library.cells.at("c"), library);
    REQUIRE(read.arcs.size() == 1);
    REQUIRE(read.arcs[0].delay[1]);
    return *read.arcs[0].delay[1];
}

}  // namespace

TEST_CASE("a table is bilinear between its points and beyond them, below zero too") {
    const auto value = [](double slew, double load) {
        return -1 + 3 * slew + 5 * load + 7 * slew * load;
    };
    std::string rows;
    for (const double slew : {0.1, 0.4})
        rows += fmt::format("{}\"{}, {}\"", rows.empty() ? "" : ", ", value(slew, 0.2),
                            value(slew, 0.5));
    const auto read = table("index_1 (\"0.1, 0.4\"); index_2 (\"0.2, 0.5\");", rows);
    for (const double slew : {0.0, 0.1, 0.25, 0.4, 0.9})
        for (const double load : {0.0, 0.2, 0.3, 0.5, 2.0}) {
            INFO(slew << " ns, " << load << " pF");
            CHECK(read(slew, load) == Approx(value(slew, load)).margin(1e-12));
        }
    CHECK(read(0, 0) == Approx(-1));
}

TEST_CASE("beyond a table its last interval goes on") {
    // Slopes of 1 and 10 by load; one slew.
    const auto read = table("index_1 (\"0.1\"); index_2 (\"0, 1, 2\");", "\"0, 1, 11\"");
    CHECK(read(0.7, 0.5) == Approx(0.5));
    CHECK(read(0.7, 1.5) == Approx(6));
    CHECK(read(0.7, 4) == Approx(31));
    CHECK(read(0.7, -1) == Approx(-1));
}
