// SPDX-License-Identifier: Apache-2.0
// Switching energy against OpenSTA on netlists whose nets all change once a cycle: the only
// activity that its power report takes as it is given.
#include <catch2/catch.hpp>
#include <random>

#include "sw/netlist/netlist_text.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"
#include "tests/sw/flow/designs.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

const PreparedLibrary& osu018_library() {
    static const auto prepared = prepare_library(find_technology("osu018"), "library.lib");
    return prepared;
}

/// A cell of which one input passes to the output, the others tied.
struct Passing {
    const char *cell, *input, *output;
    std::map<std::string, std::vector<int>> tied;
};

const std::vector<Passing>& passing_cells() {
    static const std::vector<Passing> cells = {
        {"INVX1", "A", "Y", {}},
        {"INVX8", "A", "Y", {}},
        {"BUFX2", "A", "Y", {}},
        {"BUFX4", "A", "Y", {}},
        {"NAND2X1", "A", "Y", {{"B", {constant_one}}}},
        {"NOR3X1", "C", "Y", {{"A", {constant_zero}}, {"B", {constant_zero}}}},
        {"XOR2X1", "B", "Y", {{"A", {constant_one}}}},
        {"AOI22X1", "A", "Y", {{"B", {constant_one}}, {"C", {0}}, {"D", {0}}}},
        {"MUX2X1", "A", "Y", {{"B", {constant_zero}}, {"S", {constant_one}}}},
        {"FAX1", "A", "YS", {{"B", {constant_zero}}, {"C", {constant_one}}}}};
    return cells;
}

/// A tree of random cells on one input: every net of it follows the input.
Netlist random_tree(unsigned seed, int cells) {
    std::mt19937 random(seed);
    Netlist netlist;
    netlist.top = "tree";
    auto& module = netlist.modules["tree"];
    module.ports = {{"a", true, {2}}, {"y", false, {}}};
    for (int i = 0; i < cells; ++i) {
        const auto& cell = passing_cells()[random() % passing_cells().size()];
        auto pins = cell.tied;
        pins[cell.input] = {2 + static_cast<int>(random() % static_cast<unsigned>(i + 1))};
        pins[cell.output] = {3 + i};
        module.instances.push_back({"u" + std::to_string(i), cell.cell, std::move(pins)});
        if (random() % 4 == 0) module.ports[1].bits.push_back(3 + i);
    }
    return netlist;
}

/// pJ that one change of every net costs, by OpenSTA: with a period of one unit of time its power
/// is the energy of a cycle.
double switching_by_opensta(const Netlist& netlist) {
    const auto directory = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / "opensta_energy";
    write(directory / "tree.v", to_verilog(netlist));
    lay_library(osu018_library(), directory);
    write(directory / "power.tcl",
          "read_liberty library.lib\nread_verilog tree.v\nlink_design tree\ncreate_clock -name "
          "clock -period 1\n"
          "set_power_activity -input -activity 1\nreport_power -digits 8\n");
    ProcessOptions options;
    options.directory = directory;
    options.timeout = std::chrono::minutes(1);
    const auto report =
        run_process(require_tool("sta").with({"-no_splash", "-exit", "power.tcl"}), options);
    static const Pattern total(R"((?:^|\n)Total +(\S+) +(\S+) )");
    INFO(report.output);
    const auto row = total.find(report.output);
    REQUIRE(row);
    return 1e12 * std::stod(row->at(2));
}

}  // namespace

TEST_CASE("switching energy at uniform activity is OpenSTA's") {
    for (unsigned seed : {1u, 2u, 3u}) {
        const auto netlist = random_tree(seed, 400);
        const auto circuit = make_event_circuit(netlist, osu018_library().library, {});
        NetlistStimulus stimulus{"toggling", {}};
        for (int i = 0; i <= 100; ++i)
            stimulus.cycles.push_back({static_cast<std::uint8_t>(i % 2)});
        const auto energy = compute_energy(circuit, stimulus, 10);
        CHECK(energy.glitch == 0);
        CHECK(energy.switching == Approx(switching_by_opensta(netlist)).epsilon(0.01));
    }
}
