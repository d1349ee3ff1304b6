// SPDX-License-Identifier: Apache-2.0
// Libraries that mxgen has never seen, made from OSU018: other names, fewer cells, other
// flip-flops.
#include "tests/sw/flow/unseen.h"

#include <catch2/catch.hpp>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/pattern.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

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
