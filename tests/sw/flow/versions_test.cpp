// SPDX-License-Identifier: Apache-2.0
// Tools of other versions, by what they print.
#include <catch2/catch.hpp>

#include "sw/flow/simulation.h"
#include "sw/flow/timing.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/support/pattern.h"
#include "tests/support/replaced.h"
#include "tests/sw/flow/designs.h"
#include "tests/sw/flow/fake_tool.h"

using namespace mxgen;
using mxgen::testing::replaced;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

/// A report as OpenSTA 2.0 prints it.
const std::string first_report = R"(mxgen: library read
mxgen: instances 3
worst slack 7.16
Startpoint: acc_q[1]$_DFFE_PP_ (rising edge-triggered flip-flop clocked by clock)
Endpoint: acc_q[5]$_DFFE_PP_ (rising edge-triggered flip-flop clocked by clock)
Path Group: clock
Path Type: max

Fanout     Delay      Time   Description
------------------------------------------------------------------
         0.0000    0.0000   clock clock (rise edge)
         0.0000    0.0000   clock network delay (ideal)
         0.0000    0.0000 ^ acc_q[1]$_DFFE_PP_/CLK (DFFPOSX1)
         0.2500    0.2500 v acc_q[1]$_DFFE_PP_/Q (DFFPOSX1)
    3                       acc_o[1] (net)
         0.3000    0.5500 ^ _12_/Y (NAND2X1)
    1                       _net40_ (net)
         0.2000    0.7500 v _13_/Y (INVX1)
    1                       gen[0].sum (net)
         0.0000    0.7500 v acc_q[5]$_DFFE_PP_/D (DFFPOSX1)
                   0.7500   data arrival time

         8.0000    8.0000   clock clock (rise edge)
         0.0000    8.0000   clock network delay (ideal)
         0.0000    8.0000   clock reconvergence pessimism
                   8.0000 ^ acc_q[5]$_DFFE_PP_/CLK (DFFPOSX1)
        -0.0900    7.9100   library setup time
                   7.9100   data required time
------------------------------------------------------------------
                   7.9100   data required time
                  -0.7500   data arrival time
------------------------------------------------------------------
                   7.1600   slack (MET)


mxgen: timing complete
)";

/// The same by version 3: the worst slack says of what, no fanout unless it is asked for, numbered
/// warnings, brackets of names escaped.
std::string third_report() {
    auto text = replaced(first_report, "worst slack ", "worst slack max ");
    text = Pattern(R"((\n) +\d+( +\S+ \(net\)))").replace(text, "$1     $2");
    text = Pattern(R"((\w)\[(\d)\])").replace(text, "$1\\[$2\\]");
    return "Warning 1140: library.lib line 7, library cells already exists.\n" + text;
}

void check_report(const std::string& report) {
    const auto timing = parse_timing(report, 8, 3);
    CHECK(timing.delay_ns == 0.75);
    CHECK(timing.fmax_mhz == Approx(1000 / (8 - 7.16)));
    CHECK(timing.start == "acc_q[1]");
    CHECK(timing.end == "acc_q[5]");
    REQUIRE(timing.path.size() == 2);
    CHECK(timing.path[0].wire == "acc_o[1]");
    CHECK(timing.path[0].arrival_ns == 0.25);
    CHECK(timing.path[1].wire == "gen[0].sum");
    CHECK(timing.path[1].arrival_ns == 0.75);
}

}  // namespace

TEST_CASE("reports of OpenSTA 2 and 3 are read alike") {
    check_report(first_report);
    check_report(third_report());
    CHECK_THAT(third_report(), Catch::Contains("worst slack max 7.16\n"));
    CHECK_THAT(third_report(), Catch::Contains("acc_o\\[1\\] (net)"));
}

TEST_CASE("what OpenSTA 3 reports with exit status 0 is a failure, too") {
    const auto failure = [](const std::string& report) {
        try {
            parse_timing(report, 8, 3);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("none");
    };
    const auto report = third_report();
    CHECK_THAT(failure(replaced(report, "worst slack max 7.16", "worst slack max -1.2")),
               Catch::Contains("the worst slack is -1.2"));
    CHECK_THAT(failure(replaced(report, "worst slack max 7.16", "worst slack max INF")),
               Catch::Contains("no worst slack"));
    CHECK_THAT(failure(replaced(report, "worst slack max 7.16", "wns max -1.2\ntns max -3.4")),
               Catch::Contains("no worst slack"));
    CHECK_THAT(
        failure(replaced(report, "worst slack max",
                         "Warning 198: netlist.v line 9, module X not found.\nworst slack max")),
        Catch::Contains("Warning 198"));
    CHECK_THAT(failure(replaced(report, "instances 3", "instances 2")),
               Catch::Contains("2 of 3 instances"));
}

TEST_CASE("a run with OpenSTA of version 3 gives the same figures") {
    const auto known = run_flow(write_package(accumulator_design(), "versions_sta"), osu018());
    const FakeTool sta("sta", R"($REAL "$@" | sed -E 's/^worst slack /worst slack max /; )"
                              R"(s/^ *[0-9]+( +[^ ]+ .net.)$/    \1/; s/\[([0-9]+)\]/\\[\1\\]/g')");
    const auto found = run_flow(write_package(accumulator_design(), "versions_sta_3"), osu018());
    for (const char* key : {"synth__timing__delay__ns", "synth__timing__fmax__mhz",
                            "synth__timing__slack__ns", "synth__timing__critical_path"})
        CHECK(found[key] == known[key]);
}

TEST_CASE("warnings of a newer Verilator change nothing") {
    const FakeTool verilator(
        "verilator", "echo '%Warning-PROCASSINIT: miter.sv:1:1: a new one' >&2; exec $REAL \"$@\"");
    const auto flow = flow_of(write_package(accumulator_design(), "versions_verilator"));
    const auto netlist = synthesise(flow);
    CHECK(simulate(flow, netlist, flow.top()) >= 10'000);
}
