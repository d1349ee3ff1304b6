// SPDX-License-Identifier: Apache-2.0
#include "sw/report/projection.h"

#include <catch2/catch.hpp>

#include "tests/support/refusal.h"

using namespace mxgen;
using namespace mxgen::report;

namespace {

Run measured_in(const std::string& technology, double voltage) {
    return {"a",
            {{"name", "a"},
             {"technology", technology},
             {"voltage", voltage},
             {"synth__design__instance__area__stdcell", 1000.0},
             {"synth__timing__delay__ns", 10.0},
             {"synth__energy__per_mac__pj", 1.0}}};
}

ProjectedRun one(const Run& from, const std::string& target) {
    return project({from}, target).runs.at(0);
}

std::string refused(const Run& from, const std::string& target) {
    return mxgen::testing::refusal([&] { project({from}, target); });
}

}  // namespace

TEST_CASE("energy scales as in the paper's own example") {
    // From 65 nm at 1.3 V to 32 nm at 0.9 V, as the authors' corrigendum has it.
    const auto found = one(measured_in("mine", 1.3), "65nm:32nm@0.9");
    CHECK(found.mac_pj.value() == Approx(0.1755).epsilon(1e-3));
    CHECK(found.area_um2.value() == Approx(310));
}

TEST_CASE("a run's technology and voltage say where from") {
    const auto found = one(measured_in("osu018", 1.8), "7nm@0.7");
    CHECK(found.area_um2.value() == Approx(3.2));
    // (24.64 * 1.8 - 17.98) and (0.1776 * 0.49 - 0.09097 * 0.7 + 0.02447)
    CHECK(found.mac_pj.value() == Approx(0.0478150 / 26.3720).epsilon(1e-4));
    // (97.09 * 3.24 - 356.7 * 1.8 + 406.5) and the cubic at 0.7
    CHECK(found.delay_ns.value() == Approx(10 * 3.23906 / 79.0116).epsilon(1e-4));
}

TEST_CASE("areas of the table undo each other within its digits") {
    const std::vector<std::string> nodes{"180nm", "130nm", "90nm", "65nm", "45nm", "32nm",
                                         "20nm",  "16nm",  "14nm", "10nm", "7nm"};
    for (const auto& from : nodes)
        for (const auto& to : nodes) {
            INFO(from << " to " << to);
            const auto there = one(measured_in("x", 1), from + ":" + to + "@1").area_um2.value();
            const auto back = one(measured_in("x", 1), to + ":" + from + "@1").area_um2.value();
            CHECK(there * back == Approx(1e6).epsilon(0.09));
        }
}

TEST_CASE("a delay beyond the fit is left out") {
    CHECK_FALSE(one(measured_in("nangate45", 1.1), "7nm@0.7").delay_ns.has_value());
    CHECK(one(measured_in("nangate45", 0.9), "7nm@0.7").delay_ns.has_value());
}

TEST_CASE("devices have the factors of their source") {
    const auto found = one(measured_in("x", 1), "ffet");
    CHECK(found.area_um2.value() == Approx(767));
    CHECK(found.delay_ns.value() == Approx(8));
    CHECK(found.power.value() == 0.881);
    CHECK_FALSE(found.mac_pj.has_value());
    CHECK(one(measured_in("x", 1), "ffet-area").delay_ns.value() == Approx(10 / 1.16));
    CHECK(one(measured_in("x", 1), "ffet-dual").delay_ns.value() == Approx(10 / 1.106));
}

TEST_CASE("projected figures are marked, with source and error") {
    auto comparison = compare({measured_in("osu018", 1.8)}, 0);
    comparison.projections.push_back(project(comparison.runs, "7nm@0.7"));
    const auto text = to_text(comparison);
    CHECK(text.find("projected (literature)  area um2") != std::string::npos);
    CHECK(text.find("R2 > 0.95") != std::string::npos);
    const auto json = to_json(comparison)["projections"][0];
    CHECK(json["figures"] == "projected (literature)");
    CHECK(json["runs"][0]["area_um2"].get<double>() == Approx(3.2));
    CHECK_FALSE(json["runs"][0].contains("power_factor"));
}

TEST_CASE("what is not published is refused") {
    CHECK(refused(measured_in("osu018", 1.8), "28nm@0.9").find("nearest: ") != std::string::npos);
    CHECK(refused(measured_in("osu035", 3.3), "7nm@0.7").find("\"osu035\"") != std::string::npos);
    CHECK(refused(measured_in("osu018", 1.8), "7nm").find("supply voltage") != std::string::npos);
    CHECK(refused(measured_in("osu018", 1.8), "7nm@x").find("supply voltage") != std::string::npos);
    Run bare{"b", {{"technology", "osu018"}}};
    CHECK(refused(bare, "7nm@0.7").find("has no voltage") != std::string::npos);
}
