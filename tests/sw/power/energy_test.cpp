// SPDX-License-Identifier: Apache-2.0
// Single cells of OSU018 against calculations by hand (1.8 V, input slew 0.06 ns, load 0.025 pF).
#include "sw/power/energy.h"

#include <catch2/catch.hpp>

#include "sw/flow/technology.h"
#include "sw/power/event_simulation.h"
#include "sw/support/error.h"
#include "tests/sw/liberty/small_library.h"

using namespace mxgen;
using namespace mxgen::ppa;

namespace {

const Library& osu018_cells() {
    static const auto prepared = prepare_library(find_technology("osu018"), "library.lib");
    return prepared.library;
}

/// A netlist of one module from (cell, pins) with nets by number; its clock port, if any, is clk.
Netlist netlist_of(std::vector<NetlistInstance> instances, std::vector<NetlistPort> ports) {
    Netlist netlist;
    netlist.top = "top";
    netlist.controls.clock = "clk";
    netlist.modules["top"] = {std::move(ports), std::move(instances), {}, {}};
    return netlist;
}

Energy energy_of(const Netlist& netlist, const std::vector<std::vector<std::uint8_t>>& pattern) {
    NetlistStimulus stimulus{"pattern", {}};
    for (int i = 0; i <= 1000; ++i)
        stimulus.cycles.push_back(pattern[static_cast<std::size_t>(i) % pattern.size()]);
    auto circuit = make_event_circuit(netlist, osu018_cells(), {0, 0.06, 0.025});
    return compute_energy(circuit, stimulus, 10);
}

}  // namespace

TEST_CASE("an inverter that toggles every cycle") {
    auto netlist = netlist_of({{"u", "INVX1", {{"A", {2}}, {"Y", {3}}}}},
                              {{"a", true, {2}}, {"y", false, {3}}});
    auto energy = energy_of(netlist, {{0}, {1}});
    CHECK(energy.cycles == 1000);
    CHECK(energy.switching == Approx(0.04050).epsilon(1e-3));
    CHECK(energy.internal == Approx(0.01612).epsilon(1e-3));
    CHECK(energy.glitch == 0);
    CHECK(energy.clock() == 0);
    CHECK(energy.leakage == Approx(osu018_cells().cells.at("INVX1").leakage_nw * 1e-5));
}

TEST_CASE("a wire is a load like another") {
    auto netlist = netlist_of({{"u", "INVX1", {{"A", {2}}, {"Y", {3}}}}},
                              {{"a", true, {2}}, {"y", false, {3}}});
    NetlistStimulus stimulus{"pattern", {}};
    for (int i = 0; i <= 1000; ++i) stimulus.cycles.push_back({i % 2 == 1});
    Conditions conditions;
    conditions.wires = {{"top", {{2, 0.01}, {3, 0.025}}}, {"other", {{3, 1}}}};
    const auto circuit = make_event_circuit(netlist, osu018_cells(), conditions);
    const auto energy = compute_energy(circuit, stimulus, 10);
    CHECK(energy.switching == Approx(0.04050).epsilon(1e-3));
    CHECK(energy.internal == Approx(0.01612).epsilon(1e-3));
    const auto bare = compute_energy(make_event_circuit(netlist, osu018_cells(), {}), stimulus, 10);
    CHECK(energy.input_nets - bare.input_nets == Approx(0.01 * 1.8 * 1.8 / 2));
    CHECK(bare.switching == 0);
}

TEST_CASE("a NAND2 on the Gray sequence") {
    auto netlist = netlist_of({{"u", "NAND2X1", {{"A", {2}}, {"B", {3}}, {"Y", {4}}}}},
                              {{"a", true, {2}}, {"b", true, {3}}, {"y", false, {4}}});
    auto energy = energy_of(netlist, {{0, 0}, {0, 1}, {1, 1}, {1, 0}});
    CHECK(energy.switching == Approx(0.02025).epsilon(1e-3));
    CHECK(energy.internal == Approx(0.01081).epsilon(2e-3));
}

TEST_CASE("a flip-flop that toggles every second cycle, and idle") {
    auto netlist = netlist_of({{"u", "DFFPOSX1", {{"CLK", {2}}, {"D", {3}}, {"Q", {4}}}}},
                              {{"clk", true, {2}}, {"d", true, {3}}, {"q", false, {4}}});
    auto busy = energy_of(netlist, {{0}, {0}, {1}, {1}});
    CHECK(busy.switching == Approx(0.02025).epsilon(3e-3));
    CHECK(busy.internal + busy.clock_internal == Approx(0.17615).epsilon(1e-3));
    CHECK(busy.clock_net == Approx(0.09047).epsilon(1e-3));
    auto idle = energy_of(netlist, {{0}});
    CHECK(idle.switching == 0);
    CHECK(idle.internal + idle.clock_internal == Approx(0.11720).epsilon(1e-3));
}

TEST_CASE(
    "a pulse longer than a gate's delay is a glitch and costs energy, a shorter one is none") {
    // y = a NAND !a through a chain of inverters: settled it stays high.
    auto chain = [](int inverters) {
        std::vector<NetlistInstance> cells;
        for (int i = 0; i < inverters; ++i)
            cells.push_back({"i" + std::to_string(i),
                             "INVX1",
                             {{"A", {i == 0 ? 2 : 10 + i}}, {"Y", {11 + i}}}});
        cells.push_back({"n", "NAND2X1", {{"A", {2}}, {"B", {10 + inverters}}, {"Y", {3}}}});
        return netlist_of(cells, {{"a", true, {2}}, {"y", false, {3}}});
    };
    auto toggles = [&](int inverters) {
        auto circuit = make_event_circuit(chain(inverters), osu018_cells(), {0, 0.06, 0.025});
        EventSimulation simulation(circuit);
        simulation.settle(std::vector<std::uint8_t>{0});
        for (std::uint8_t i = 1; i <= 10; ++i)
            simulation.cycle(std::vector<std::uint8_t>{i % 2u ? std::uint8_t{1} : std::uint8_t{0}});
        auto y = static_cast<std::size_t>(circuit.output_nets[0]);
        CHECK(simulation.settled_toggles()[y] == 0);
        return simulation.toggles()[y];
    };
    CHECK(toggles(9) == 10);
    CHECK(toggles(1) == 0);
    CHECK(energy_of(chain(9), {{0}, {1}}).glitch > 0.01);
}

TEST_CASE("the simulation computes what the cells compute") {
    // A full adder and a register with a clear, all inputs at random.
    auto netlist = netlist_of(
        {{"f", "FAX1", {{"A", {2}}, {"B", {3}}, {"C", {4}}, {"YS", {5}}, {"YC", {6}}}},
         {"r", "DFFSR", {{"CLK", {7}}, {"D", {5}}, {"R", {8}}, {"S", {1}}, {"Q", {9}}}}},
        {{"a", true, {2, 3, 4}}, {"clk", true, {7}}, {"r", true, {8}}, {"y", false, {5, 6, 9}}});
    auto circuit = make_event_circuit(netlist, osu018_cells(), {});
    EventSimulation simulation(circuit);
    simulation.settle(std::vector<std::uint8_t>{0, 0, 0, 1});
    unsigned random = 1;
    bool sampled = false;
    for (int i = 0; i < 500; ++i) {
        random = random * 1664525 + 1013904223;
        std::vector<std::uint8_t> in;
        for (unsigned bit = 0; bit < 4; ++bit) in.push_back(random >> (20 + bit) & 1);
        bool before = sampled;
        simulation.cycle(in);
        auto ones = in[0] + in[1] + in[2];
        CHECK(simulation.value(circuit.output_nets[0]) == (ones % 2 == 1));
        CHECK(simulation.value(circuit.output_nets[1]) == (ones >= 2));
        CHECK(simulation.value(circuit.output_nets[2]) == before);
        sampled = ones % 2 == 1 && in[3];
    }
}

TEST_CASE("a library without power tables gives switching alone") {
    auto library = make_library(parse_liberty(small_library, "small.lib"), "small.lib");
    auto netlist = netlist_of({{"u", "kiwi", {{"A", {2}}, {"Y", {3}}}}},
                              {{"a", true, {2}}, {"y", false, {3}}});
    auto circuit = make_event_circuit(netlist, library, {0, 0.06, 0.01});
    CHECK_FALSE(circuit.has_power);
    auto energy = compute_energy(circuit, {"toggle", {{0}, {1}, {0}}}, 1);
    CHECK(energy.switching == Approx(0.01 * 1.1 * 1.1 / 2));
    CHECK(energy.internal == 0);
    CHECK_THROWS_AS(compute_energy(circuit, {"none", {{0}}}, 1), Error);
    CHECK_THROWS_AS(compute_energy(circuit, {"wide", {{0}, {1, 1}}}, 1), Error);
}
