// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/run.h"

#include <catch2/catch.hpp>

#include "sw/flow/files.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "tests/sw/flow/generated.h"
#include "tests/sw/flow/unseen.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

/// Figures that follow from others, in their units: pJ, ns, MHz, um2, TOPS a watt and a mm2.
void check_figures(const Json& metrics) {
    const auto figure = [&](const std::string& key) { return metrics.at(key).get<double>(); };
    const std::string energy = "synth__energy__per_";
    double kinds = 0;
    for (const std::string kind : {"__switching", "__internal", "__clock", "__leakage"}) {
        kinds += figure(energy + "cycle__pj" + kind);
        CHECK(figure(energy + "mac__pj" + kind) ==
              Approx(figure(energy + "cycle__pj" + kind) / 4).epsilon(1e-5));
    }
    const double cycle = figure(energy + "cycle__pj");
    CHECK(cycle == Approx(kinds).epsilon(1e-5));
    CHECK(figure(energy + "mac__pj") == Approx(cycle / 4).epsilon(1e-5));
    CHECK(figure("synth__energy__period__ns") == 8);
    CHECK(figure("synth__efficiency__tops__w") == Approx(2 * 4 / cycle).epsilon(1e-5));
    const double operations = 2 * 4 * figure("synth__timing__fmax__mhz") * 1e6;
    const double mm2 = figure("synth__design__instance__area__stdcell") * 1e-6;
    CHECK(figure("synth__efficiency__tops__mm2") == Approx(operations / mm2 / 1e12).epsilon(1e-5));
    CHECK(figure("synth__design__register__share") ==
          Approx(figure("synth__design__instance__area__register") /
                 figure("synth__design__instance__area__stdcell"))
              .epsilon(1e-5));
    CHECK(figure("synth__energy__cycles__count") == 100);
}

/// Figures that are those of the netlist's energy as they are.
void check_kinds_and_parts(const Json& metrics, const Energy& energy) {
    const auto is = [&](const std::string& key, double value) {
        INFO(key);
        CHECK(metrics.at("synth__energy__" + key).get<double>() == Approx(value).epsilon(1e-5));
    };
    is("per_cycle__pj__switching", energy.switching + energy.input_nets);
    is("per_cycle__pj__internal", energy.internal);
    is("per_cycle__pj__clock", energy.clock_net + energy.clock_internal);
    is("glitch__share", energy.glitch / energy.switching);
    CHECK(energy.glitch > 0);
    for (const auto& [part, pj] : energy.parts) is("part__" + part + "__pj", pj);
    CHECK_FALSE(energy.parts.empty());
}

}  // namespace

TEST_CASE("a combinational design is mapped, proved and timed") {
    auto directory = write_package(adder_design(), "run_adder");
    auto metrics = run_flow(directory, osu018());
    CHECK(metrics["synth__equivalence"] == "proved");
    CHECK(metrics["synth__design__instance__area__stdcell"] > 4 * 120);
    CHECK(metrics["synth__design__instance__area__nand2eq"].get<double>() ==
          Approx(metrics["synth__design__instance__area__stdcell"].get<double>() / 24));
    CHECK(metrics["synth__design__instance__count__register"] == 0);
    CHECK(metrics["synth__timing__delay__ns"] > 0.3);
    CHECK_FALSE(metrics.contains("synth__timing__slack__ns"));
    CHECK(metrics["full_adder"] == "FAX1");
    CHECK(metrics["wire_model"] == "none");
    CHECK_THAT(metrics["synth__timing__critical_path"].get<std::string>(),
               Catch::Contains("-> gen_column["));
    CHECK(fs::exists(directory / "metrics.json"));
}

TEST_CASE("registers count, slack is for the period, and a repeat is not run again") {
    auto directory = write_package(accumulator_design(), "run_acc");
    write(directory / "metrics.json", R"({"cosim__vectors__count": 7, "synth__stale": 1})");
    auto metrics = run_flow(directory, osu018());
    CHECK(metrics["synth__equivalence"] == "proved");
    CHECK(metrics["synth__design__instance__count__register"] == 7);
    CHECK(metrics["synth__timing__slack__ns"].get<double>() +
              1000 / metrics["synth__timing__fmax__mhz"].get<double>() ==
          Approx(8).margin(0.01));
    CHECK(metrics["cosim__vectors__count"] == 7);
    CHECK_FALSE(metrics.contains("synth__stale"));
    const auto written = fs::last_write_time(directory / "synthesis");
    CHECK(run_flow(directory, osu018()) == metrics);
    CHECK(fs::last_write_time(directory / "synthesis") == written);
    auto changed = accumulator_design();
    changed.modules[0].second += "// changed\n";
    write(directory / "rtl" / "acc.sv", changed.modules[0].second);
    run_flow(directory, osu018());
    CHECK(fs::last_write_time(directory / "synthesis") != written);
}

TEST_CASE("a run stands on the scripts that it used, and on no others") {
    const auto directory = write_package(accumulator_design(), "run_scripts");
    auto options = osu018();
    options.workload = random_workload(100);
    options.workload.macs_per_cycle = 4;
    const auto metrics = run_flow(directory, options);
    check_figures(metrics);
    const auto& [flow, netlist] =
        map_package(write_package(accumulator_design(), "run_scripts_again"));
    check_kinds_and_parts(
        metrics,
        design_energy(netlist, flow.library(), flow.roles.plain_register, options.workload).energy);
    const auto scripts = run_scripts("speed");
    const auto is_listed = [&](const std::string& name) {
        return std::find(scripts.begin(), scripts.end(), name) != scripts.end();
    };
    for (const auto& entry : fs::directory_iterator(directory / "synthesis"))
        if (const auto name = entry.path().filename().string(); embedded_files().contains(name)) {
            INFO(name);
            CHECK(is_listed(name));
        }
    for (const auto& name : scripts) CHECK(embedded_files().contains(name));
    CHECK_FALSE(is_listed("fpga.ys"));
    CHECK_FALSE(is_listed("area.abc"));
    CHECK_FALSE(is_listed("sky130.toml"));
}

TEST_CASE("processing elements are mapped once and proved on their own") {
    auto metrics = run_flow(write_package(array_design(), "run_array"), osu018());
    CHECK(metrics["synth__equivalence"] == "proved");
    CHECK(metrics["hierarchy"] == "row_pe");
    CHECK(metrics["synth__design__instance__count__register"] == 4 * 8 + 3 * 4);
}

TEST_CASE("leakage of a cycle is the period's for every stimulus") {
    Group library = osu018_source();
    for (auto& cell : library.groups)
        for (auto& attribute : cell.attributes)
            if (attribute.name == "cell_leakage_power") attribute.values = {"20000"};
    auto options = with_liberty("leaky", library);
    options.workload = random_workload(50);
    options.workload.macs_per_cycle = 4;
    options.other_workloads = {options.workload};
    options.other_workloads[0].key = "again";
    options.other_workloads[0].macs_per_cycle = 2;
    const auto metrics = run_flow(write_package(accumulator_design(), "run_leaky"), options);
    const auto figure = [&](const std::string& key) {
        return metrics.at("synth__energy__per_mac__pj" + key).get<double>();
    };
    // 20 uW for 8 ns in each cell.
    const double leakage =
        metrics["synth__design__instance__count__stdcell"].get<double>() * 0.16 / 4;
    CHECK(figure("__leakage") == Approx(leakage).epsilon(1e-5));
    CHECK(leakage > 0.3 * figure(""));
    CHECK(figure("__data__random") == figure(""));
    CHECK(figure("__data__again") == Approx(2 * figure("")).epsilon(1e-5));
    CHECK(figure("__data__spread") == Approx(1).epsilon(1e-5));
}

TEST_CASE("what cannot be run is refused before tools are") {
    auto directory = write_package(adder_design(), "run_refused");
    auto options = osu018();
    options.recipe = "sped";
    CHECK_THROWS_WITH(run_flow(directory, options), Catch::Contains("nearest: speed"));
    CHECK_THROWS_WITH(find_technology("osu01"), Catch::Contains("nearest: osu018"));
    CHECK_THROWS_WITH(find_technology("sky130"), Catch::Contains("--liberty"));
    CHECK_THROWS_WITH(find_technology("", {"/no/such.lib"}), Catch::Contains("no such file"));
    write(directory / "rtl.f", "rtl/add3.sv; rm\n");
    CHECK_THROWS_WITH(run_flow(directory, osu018()), Catch::Contains("no file of the package"));
    write(directory / "manifest.json", "{\"top\": 7}");
    CHECK_THROWS_WITH(run_flow(directory, osu018()), Catch::Contains("manifest.json"));
    CHECK_FALSE(fs::exists(directory / "metrics.json"));
}
