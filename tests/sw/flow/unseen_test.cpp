// SPDX-License-Identifier: Apache-2.0
// Libraries that mxgen has never seen, made from OSU018: other names, fewer cells, other
// flip-flops.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <functional>

#include "sw/liberty/characterization.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/pattern.h"
#include "tests/sw/flow/designs.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

Group osu018_source() {
    const auto file = find_technology("osu018").liberty.at(0);
    return parse_liberty(read_file(file), file.string());
}

void drop(Group& library, const std::vector<std::string>& cells) {
    std::erase_if(library.groups, [&](const Group& group) {
        return group.kind == "cell" &&
               std::find(cells.begin(), cells.end(), group.name()) != cells.end();
    });
}

/// Runs `change` over every group of a tree.
void visit(Group& group, const std::function<void(Group&)>& change) {
    change(group);
    for (auto& inner : group.groups) visit(inner, change);
}

/// Cells and pins get names that tell nothing, in every expression too.
void rename(Group& library) {
    int number = 0;
    for (auto& cell : library.groups) {
        if (cell.kind != "cell") continue;
        cell.arguments = {"zx" + std::to_string(number++)};
        std::vector<std::pair<Pattern, std::string>> pins;
        for (auto& pin : cell.groups)
            if (pin.kind == "pin")
                pins.emplace_back("\\b" + pin.arguments[0] + "\\b", "w_" + pin.arguments[0] + "9");
        visit(cell, [&](Group& group) {
            if (group.kind == "pin") group.arguments[0] = "w_" + group.arguments[0] + "9";
            for (auto& attribute : group.attributes)
                for (const char* name :
                     {"function", "related_pin", "next_state", "clocked_on", "clear", "preset",
                      "when", "data_in", "enable", "three_state"})
                    if (attribute.name == name)
                        for (const auto& [from, to] : pins)
                            attribute.values[0] = from.replace(attribute.values[0], to);
        });
    }
}

/// Flip-flops give the complement of what they hold, and can only be cleared.
void invert_flip_flops(Group& library) {
    for (auto& cell : library.groups) {
        if (!cell.name().starts_with("DFF")) continue;
        visit(cell, [](Group& group) {
            std::erase_if(group.groups, [](const Group& inner) {
                return (inner.kind == "pin" && inner.name() == "S") ||
                       inner.text("related_pin") == "S" || inner.find("when");
            });
        });
        for (auto& inner : cell.groups) {
            if (inner.kind == "ff")
                std::erase_if(inner.attributes, [](auto& a) { return a.name == "preset"; });
            if (inner.kind == "pin")
                for (auto& attribute : inner.attributes)
                    if (attribute.name == "function")
                        attribute.values[0] = "(" + attribute.values[0] + ")'";
        }
    }
}

/// Every number of a list, multiplied.
void scale(Attribute& list, double by) {
    for (auto& text : list.values) {
        std::string scaled;
        for (const double value : numbers(text))
            scaled += (scaled.empty() ? "" : ", ") + fmt::format("{:.10g}", value * by);
        text = scaled;
    }
}

/// OSU018 in ps, fF, pW and mV: all of its tables run over load first, then over transition.
void in_small_units(Group& library) {
    const auto is_of = [](const std::string& name, std::initializer_list<const char*> all) {
        return std::find(all.begin(), all.end(), name) != all.end();
    };
    visit(library, [&](Group& group) {
        const bool is_time =
            is_of(group.kind, {"cell_rise", "cell_fall", "rise_transition", "fall_transition",
                               "rise_constraint", "fall_constraint"});
        for (auto& a : group.attributes) {
            if (is_of(a.name, {"capacitance", "rise_capacitance", "fall_capacitance",
                               "max_capacitance", "max_transition", "cell_leakage_power"}))
                scale(a, 1000);
            if (a.name == "index_1") scale(a, 1000);
            if (a.name == "index_2") scale(a, 1000);
            if (a.name == "nom_voltage" || a.name == "voltage") scale(a, 1000);
            if (a.name == "values") scale(a, is_time ? 1000 : 1e9);
        }
        std::erase_if(group.attributes, [](auto& a) {
            return a.name.ends_with("_unit") || a.name.starts_with("default_");
        });
    });
    for (const auto& [name, unit] :
         {std::pair{"time_unit", "1ps"}, {"voltage_unit", "1mV"}, {"leakage_power_unit", "1pW"}})
        library.attributes.push_back({name, {unit}, false});
    library.attributes.push_back({"capacitive_load_unit", {"1", "ff"}, true});
}

/// The options of a user who gives nothing but --liberty.
RunOptions with_liberty(const std::string& name, const Group& library, std::string text = "") {
    const auto file = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / (name + ".lib");
    write(file, text.empty() ? to_liberty(library) : text);
    RunOptions options;
    options.technology = find_technology("", {file});
    return options;
}

/// A register that resets to one, one to zero, and one that is never reset.
HandDesign register_design() {
    const char* top =
        "module regs (input logic clk_i, input logic rst_ni, input logic [2:0] a_i,\n"
        "    output logic [2:0] y_o);\n  logic one_q, zero_q, plain_q;\n"
        "  always_ff @(posedge clk_i or negedge rst_ni)\n"
        "    if (!rst_ni) begin one_q <= 1'b1; zero_q <= 1'b0; end\n"
        "    else begin one_q <= a_i[0] ^ zero_q; zero_q <= a_i[1] & one_q; end\n"
        "  always_ff @(posedge clk_i) if (a_i[2]) plain_q <= a_i[0] ^ plain_q;\n"
        "  assign y_o = {one_q, zero_q, plain_q ^ one_q};\nendmodule\n";
    return {"regs",
            {{"regs", top}},
            {port("clk_i", "input", 1), port("rst_ni", "input", 1), port("a_i", "input", 3),
             port("y_o", "output", 3)}};
}

}  // namespace

TEST_CASE("a library with other names gives the same figures") {
    auto library = osu018_source();
    rename(library);
    const auto unseen =
        run_flow(write_package(adder_design(), "unseen_names"), with_liberty("names", library));
    const auto known = run_flow(write_package(adder_design(), "unseen_known"), osu018());
    for (const char* key : {"synth__design__instance__area__nand2eq", "synth__timing__delay__ns"})
        CHECK(unseen[key].get<double>() == Approx(known[key].get<double>()).epsilon(0.03));
    CHECK(unseen["full_adder"].get<std::string>().starts_with("zx"));
    CHECK(unseen["synth__equivalence"] == "proved");
}

TEST_CASE("without adder cells compressors become gates") {
    auto library = osu018_source();
    drop(library, {"FAX1", "HAX1", "XNOR2X1", "BUFX2", "BUFX4"});
    const auto metrics =
        run_flow(write_package(adder_design(), "unseen_gates"), with_liberty("gates", library));
    CHECK(metrics["full_adder"] == "");
    CHECK(metrics["synth__equivalence"] == "proved");
}

TEST_CASE("a flip-flop with set and reset alone serves every register") {
    auto library = osu018_source();
    drop(library, {"DFFPOSX1", "DFFNEGX1", "LATCH"});
    const auto metrics =
        run_flow(write_package(register_design(), "unseen_set"), with_liberty("set", library));
    CHECK(metrics["synth__design__instance__count__register"] == 3);
    CHECK(metrics["synth__equivalence"] == "proved");
}

TEST_CASE("flip-flops with inverted outputs and no preset are compared too") {
    auto library = osu018_source();
    invert_flip_flops(library);
    const auto metrics = run_flow(write_package(register_design(), "unseen_inverted"),
                                  with_liberty("inverted", library));
    CHECK(metrics["synth__design__instance__count__register"] == 3);
    CHECK(metrics.contains("synth__equivalence"));
}

TEST_CASE("a library without the flip-flops that a design needs is refused") {
    auto library = osu018_source();
    drop(library, {"DFFSR"});
    const auto package = write_package(register_design(), "unseen_refused");
    CHECK_THROWS_WITH(run_flow(package, with_liberty("plain", library)),
                      Catch::Contains("asynchronous"));
    drop(library, {"DFFPOSX1", "DFFNEGX1"});
    CHECK_THROWS_WITH(run_flow(package, with_liberty("none", library)),
                      Catch::Contains("no flip-flop"));
    CHECK_FALSE(fs::exists(package / "metrics.json"));
}

TEST_CASE("an oddly written library is read by every tool") {
    auto text = to_liberty(osu018_source());
    text = Pattern(" : ([0-9.]+);").replace(text, "\t:\n   $1 ;");
    text.insert(
        text.find("cell (AND2X1)"),
        "/* a macro,\n * not for logic */ cell (ram) { area : 9; dont_use : true;\n"
        " bus (D) { bus_type : w4; direction : output; pin (D[3:0]) { function : \"A\"; } }\n"
        " pin (A) { direction : input; } }\n");
    text.insert(text.find('{') + 1,
                " default_wire_load : \"far\"; wire_load (far) { capacitance : 9; resistance : 0;"
                " slope : 5; fanout_length (1, 99); } type (w4) { base_type : array;\n"
                "  data_type : bit; bit_width : 4; bit_from : 3; bit_to : 0; downto : true; }\n");
    const auto metrics =
        run_flow(write_package(accumulator_design(), "unseen_odd"), with_liberty("odd", {}, text));
    const auto known = run_flow(write_package(accumulator_design(), "unseen_plain"), osu018());
    for (const char* key : {"synth__design__instance__area__stdcell", "synth__timing__delay__ns"})
        CHECK(metrics[key] == known[key]);
}

TEST_CASE("a library in other units gives the same figures") {
    auto library = osu018_source();
    in_small_units(library);
    const auto small = run_flow(write_package(accumulator_design(), "unseen_units"),
                                with_liberty("units", library));
    const auto known = run_flow(write_package(accumulator_design(), "unseen_plain"), osu018());
    for (const char* key : {"synth__design__instance__area__stdcell", "synth__timing__delay__ns",
                            "synth__timing__fmax__mhz"}) {
        INFO(key);
        CHECK(small[key].get<double>() == Approx(known[key].get<double>()).epsilon(1e-6));
    }
    CHECK(small["synth__equivalence"] == "proved");
}

TEST_CASE("cells of a library in other units cost the same energy") {
    auto source = osu018_source();
    const Library known = make_library(osu018_source(), "known");
    in_small_units(source);
    const Library small = make_library(std::move(source), "small");
    int compared = 0;
    for (const auto& [name, cell] : known.cells) {
        INFO(name);
        const Cell& other = small.cells.at(name);
        CHECK(other.leakage_nw == Approx(cell.leakage_nw));
        const auto expected = characterize(cell, known).power;
        const auto found = characterize(other, small).power;
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const bool rise : {false, true}) {
                if (!expected[i].energy[rise]) continue;
                CHECK((*found[i].energy[rise])(0.2, 0.03) ==
                      Approx((*expected[i].energy[rise])(0.2, 0.03)).epsilon(1e-6));
                ++compared;
            }
    }
    CHECK(compared > 100);
}
