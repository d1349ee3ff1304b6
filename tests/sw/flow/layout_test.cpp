// SPDX-License-Identifier: Apache-2.0
// Placement and routing, and every way in which their tools can be wrong.
#include "sw/flow/layout.h"

#include <stdlib.h>

#include <catch2/catch.hpp>

#include "sw/flow/timing.h"
#include "sw/power/energy.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "tests/support/tools.h"
#include "tests/sw/flow/fake_tool.h"
#include "tests/sw/flow/generated.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;
using Catch::Matchers::Contains;

namespace {

bool has_layout_tools() { return test::has({"graywolf", "qrouter", "qflow"}); }

const auto quiet = [](std::string_view) {};

Mapped map(const HandDesign& design, const std::string& directory) {
    return map_package(write_package(design, directory));
}

LayoutKit kit() { return *find_technology("osu018").layout; }

/// `tool` runs this script, REAL being the true one, which is asked for its version as always.
class FakeLayoutTool {
  public:
    FakeLayoutTool(const std::string& tool, const std::string& script)
        : program_(tool, "REAL=" + require_tool(tool).command.at(0) +
                             "\ncase \"$1\" in -v|-i) exec $REAL \"$@\";; esac\n" + script) {}

  private:
    mxgen::testing::FakeProgram program_;
};

std::string failure(const Mapped& mapped, const std::string& tool, const std::string& script) {
    const FakeLayoutTool fake(tool, script);
    fs::remove_all(mapped.flow.directory / "layout");
    try {
        place_and_route(mapped.flow, mapped.netlist, kit(), quiet);
    } catch (const Error& error) {
        CHECK(error.code() == Exit::tool_failed);
        return error.what();
    }
    return "no failure";
}

std::vector<std::string> layout_files(const Flow& flow) {
    std::vector<std::string> texts;
    for (const char* file :
         {"layout.def", "layout.spef", "layout.v", "layout.names", "layout_wires.csv"})
        texts.push_back(read_file(flow.directory / file));
    return texts;
}

}  // namespace

TEST_CASE("a small netlist is placed and routed as it is, twice to the same bytes") {
    if (!has_layout_tools()) return;
    const auto mapped = map(accumulator_design(), "layout_acc");
    const auto layout = place_and_route(mapped.flow, mapped.netlist, kit(), quiet);
    CHECK(layout.design.nets.size() == routed_nets(layout.plain).size());
    CHECK(layout.parasitics.size() == layout.design.nets.size());
    // The library states areas of flip-flops that are not quite those of their shapes.
    const double area = inventory(mapped.netlist, mapped.flow.library()).area;
    CHECK(layout.cells_um2 == Approx(area).epsilon(0.05));
    CHECK(layout.core_um2 >= layout.cells_um2);
    CHECK(wire_length_um(layout.design) > 0);
    const auto files = layout_files(mapped.flow);
    for (const auto& text : files) CHECK(text.find("/tmp") == std::string::npos);

    const auto again = map(accumulator_design(), "layout_acc_again");
    place_and_route(again.flow, again.netlist, kit(), quiet);
    CHECK(layout_files(again.flow) == files);

    // Wires make it slower and cost energy, both by what small wires can.
    const auto before = analyse_timing(mapped.flow, mapped.netlist);
    const auto after = analyse_layout_timing(mapped.flow, layout);
    CHECK(after.delay_ns > before.delay_ns);
    CHECK(after.delay_ns < 1.2 * before.delay_ns);
    const auto energy = [&](const WireLoads& wires) {
        return design_energy(mapped.netlist, mapped.flow.library(), {}, random_workload(200), wires)
            .energy;
    };
    const auto bare = energy({}), wired = energy(wire_loads(layout.parasitics, "acc"));
    CHECK(wired.switching > bare.switching);
    CHECK(wired.clock_net > bare.clock_net);
    CHECK(wired.total() < 1.3 * bare.total());
}

TEST_CASE("a run with a layout has finish figures, one without has none") {
    if (!has_layout_tools()) return;
    const auto package = write_package(adder_design(), "layout_run");
    auto options = osu018();
    options.workload = random_workload(100);
    for (const bool layout : {true, false}) {
        options.layout = layout;
        const auto metrics = run_flow(package, options);
        std::size_t finish = 0;
        for (const auto& [key, value] : metrics.items()) finish += key.starts_with("finish__");
        CHECK((finish > 20) == layout);
        CHECK((finish == 0) == !layout);
        CHECK(fs::is_regular_file(package / "synthesis" / "layout.svg") == layout);
        CHECK(metrics.at("wire_model") == "none");
        if (!layout) continue;
        CHECK(metrics.at("finish__timing__delay__ns") > metrics.at("synth__timing__delay__ns"));
        CHECK(metrics.at("finish__energy__per_cycle__pj") >
              metrics.at("synth__energy__per_cycle__pj"));
        CHECK(metrics.at("finish__design__instance__utilization") <= 1);
        CHECK(metrics.contains("tool__qrouter"));
    }
}

TEST_CASE("failures of graywolf are found, silent ones too") {
    if (!has_layout_tools()) return;
    auto mapped = map(adder_design(), "layout_graywolf");
    mapped.flow.limit = std::chrono::seconds(120);
    CHECK_THAT(failure(mapped, "graywolf", "exit 3"), Contains("graywolf exited with status 3"));
    CHECK_THAT(failure(mapped, "graywolf", "exit 0"), Contains("graywolf stopped early"));
    CHECK_THAT(failure(mapped, "graywolf", "$REAL \"$@\"; rm layout.pl1"), Contains("place2def"));
    CHECK_THAT(failure(mapped, "graywolf", "$REAL \"$@\"; rm layout.par; exit 255"),
               Contains("status 255"));
    mapped.flow.limit = std::chrono::seconds(1);
    CHECK_THAT(failure(mapped, "graywolf", "sleep 100"), Contains("ran out of time"));
}

TEST_CASE("what qrouter leaves out or swaps is found") {
    if (!has_layout_tools()) return;
    const auto mapped = map(adder_design(), "layout_qrouter");
    const std::string run = "$REAL \"$@\"\n";
    const auto routed = [&](const std::string& then) {
        return failure(mapped, "qrouter", run + then);
    };
    CHECK_THAT(failure(mapped, "qrouter", "exit 1"), Contains("qrouter exited with status 1"));
    CHECK_THAT(failure(mapped, "qrouter", "$REAL \"$@\" | sed 's/^Final.*/Failed net routes: 7/'"),
               Contains("qrouter left 7 nets unrouted"));
    CHECK_THAT(routed("rm routed.rc"), Contains("routed.rc was not written"));
    CHECK_THAT(routed("truncate -s -200 routed.def"), Contains("routed.def"));
    CHECK_THAT(routed("sed -i '0,/ A )/s// B )/' routed.def"), Contains("not the netlist's"));
    CHECK_THAT(routed("sed -i 's/ FAX1 + PLACED/ HAX1 + PLACED/' routed.def"),
               Contains("is not placed"));
    CHECK_THAT(routed("sed -i 1d routed.rc"), Contains("no wires of the net"));
    // The wires of the first net, up to the end of its statement.
    CHECK_THAT(
        routed("awk '/ROUTED/ && !done {done = cut = 1} cut {if (/;/) {cut = 0; print \";\"} "
               "next} {print}' routed.def > cut.def && mv cut.def routed.def"),
        Contains("was left unrouted"));
}

TEST_CASE("layouts that cannot be are refused before any tool runs") {
    Technology unknown;
    unknown.name = "mine";
    CHECK_THROWS_WITH(check_layout_tools(unknown), Contains("technology mine has no shapes"));
    Netlist netlist{"row", {}, {}};
    netlist.modules["row"] = {};
    netlist.modules["row_pe"] = {};
    CHECK_THROWS_WITH(check_layout_size(netlist), Contains("row keeps the modules row_pe"));
    netlist.modules.erase("row_pe");
    CHECK_THROWS_WITH(check_layout_size(netlist), Contains("has 0 cells"));
    netlist.modules["row"].instances.resize(max_layout_cells);
    check_layout_size(netlist);
    netlist.modules["row"].instances.resize(max_layout_cells + 1);
    CHECK_THROWS_WITH(check_layout_size(netlist), Contains("has 5001 cells; allowed: 1 to 5000"));
}

TEST_CASE("scripts of qflow that are absent are named with their package") {
    if (!has_layout_tools()) return;
    setenv("QFLOW_SCRIPTS", "/nowhere", 1);
    CHECK_THROWS_WITH(check_layout_tools(find_technology("osu018")),
                      Contains("blif2cel.tcl is not in /nowhere; install it with: apt-get install "
                               "qflow"));
    unsetenv("QFLOW_SCRIPTS");
    check_layout_tools(find_technology("osu018"));
}

TEST_CASE("fitted wires need a model of the technology") {
    RunOptions options;
    options.technology.name = "mine";
    options.fitted_wires = true;
    CHECK_THROWS_WITH(check_wires(options), Contains("none are fitted for technology mine"));
}

TEST_CASE("loads of wires slow an array as they slow the whole") {
    auto flow = flow_of(write_package(array_design(), "wires_array"));
    const auto netlist = synthesise(flow);
    const WireModel model{0.02, 0.005, 0.3, ""};
    const auto wires = model_wires(model, netlist, flow.library());
    CHECK(wires.contains("row"));
    CHECK(wires.contains("row_pe"));
    const auto bare = analyse_timing(flow, netlist, 1000);
    const auto whole = analyse_timing(flow, netlist, 1000, wires);
    const auto reduced = analyse_timing(flow, netlist, 0, wires);
    CHECK(whole.delay_ns > 1.05 * bare.delay_ns);
    CHECK(reduced.delay_ns >= whole.delay_ns - 1e-3);
    CHECK(reduced.delay_ns < 1.03 * whole.delay_ns);
    CHECK(reduced.fmax_mhz <= whole.fmax_mhz * 1.001);
}

TEST_CASE("three designs are placed and routed in both technologies", "[.soak]") {
    if (!has_layout_tools()) return;
    const std::vector<Flags> designs{{{"--unit", "dot"},
                                      {"--a", "int4"},
                                      {"--b", "int4"},
                                      {"--lanes", "4"},
                                      {"--accumulator", "int20"},
                                      {"--name", "small"}},
                                     {{"--unit", "dot"},
                                      {"--a", "int8"},
                                      {"--b", "int8"},
                                      {"--lanes", "4"},
                                      {"--accumulator", "int32"},
                                      {"--name", "middle"}},
                                     {{"--unit", "dot"},
                                      {"--a", "mxfp4"},
                                      {"--b", "mxfp4"},
                                      {"--lanes", "4"},
                                      {"--block", "4"},
                                      {"--accumulator", "fp32"},
                                      {"--name", "large"}}};
    for (const char* technology : {"osu018", "osu035"})
        for (const auto& design : designs) {
            INFO(technology << " " << design.back().second);
            auto options = osu018();
            options.technology = find_technology(technology);
            options.layout = true;
            const auto metrics = run_flow(write_generated(design, "layout_soak"), options);
            const double ratio = metrics.at("finish__timing__delay__ns").get<double>() /
                                 metrics.at("synth__timing__delay__ns").get<double>();
            CHECK(ratio > 1);
            CHECK(ratio < 1.3);
        }
}
