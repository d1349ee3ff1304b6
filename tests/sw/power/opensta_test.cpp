// SPDX-License-Identifier: Apache-2.0
// Switching, internal and clock energy at the slews and loads of inner nets, against OpenSTA's
// report of power with the activity of every pin given.
#include <catch2/catch.hpp>

#include "sw/liberty/liberty.h"
#include "sw/netlist/netlist_text.h"
#include "sw/power/energy.h"
#include "sw/support/files.h"
#include "sw/support/pattern.h"
#include "sw/support/process.h"
#include "sw/support/tools.h"
#include "tests/support/scratch_folder.h"
#include "tests/sw/power/reference_circuits.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

/// The reference's cells without what OpenSTA 2.0 has a rule of its own for: which edge's slew and
/// load count, conditions, data pins.
ReferenceCells unconditional_cells() {
    auto cells = reference_cells();
    for (auto& [name, cell] : cells) {
        cell.capacitance[1] = cell.capacitance[0];
        cell.slew[1] = cell.slew[0];
        cell.pin_energy = {};
        std::vector<OutputEnergy> energies;
        for (const auto& entry : cell.output_energy)
            if (energies.empty() || energies.back().cause != entry.cause)
                energies.push_back({std::max(entry.cause, 0), 0, "", entry.energy});
        cell.output_energy = energies;
    }
    return cells;
}

/// OpenSTA's commands that give a net's activity to a pin; its own option for it fails in 2.0.
std::string activity_commands(const ReferenceCircuit& circuit, const ReferenceCells& cells,
                              const ReferenceEnergy& energy) {
    std::string commands;
    const auto give = [&](int gate, const std::string& pin, int net) {
        const auto of_net = [&](const std::map<int, double>& values) {
            const auto found = values.find(net);
            return found == values.end() ? 0 : found->second;
        };
        commands += fmt::format("sta::set_power_pin_activity [get_pins g{}/{}] {} {:.9f}\n", gate,
                                pin, of_net(energy.changes), of_net(energy.ones));
    };
    for (const auto& gate : circuit.gates) {
        give(gate.output, "Y", gate.output);
        for (std::size_t i = 0; i < gate.inputs.size(); ++i)
            if (gate.inputs[i] != ReferenceCircuit::clock)
                give(gate.output, cells.at(gate.cell).inputs[i], gate.inputs[i]);
    }
    return commands;
}

struct ReportedEnergy {
    double internal, switching;  ///< pJ of a cycle, the clock's in `internal`
};

ReportedEnergy energy_by_opensta(const ReferenceCircuit& circuit, const ReferenceCells& cells,
                                 const ReferenceEnergy& energy) {
    const testing::ScratchFolder folder("opensta_power");
    write_file(folder.path() / "cells.lib", reference_liberty(cells, reference_volts));
    write_file(folder.path() / "top.v", to_verilog(circuit.netlist(cells)));
    write_file(
        folder.path() / "power.tcl",
        fmt::format("read_liberty cells.lib\nread_verilog top.v\nlink_design top\n"
                    "create_clock -name clock -period 1 [get_ports clk]\n"
                    "set_propagated_clock clock\n"
                    "set_input_transition {} [all_inputs]\nset_load {} [all_outputs]\n"
                    "set_power_activity -input -activity 0\n{}report_power -digits 9\n",
                    reference_slew, reference_load, activity_commands(circuit, cells, energy)));
    ProcessOptions options;
    options.directory = folder.path();
    options.timeout = std::chrono::minutes(1);
    const auto report =
        run_process(require_tool("sta").with({"-no_splash", "-exit", "power.tcl"}), options);
    static const Pattern total(R"((?:^|\n)Total +(\S+) +(\S+) )");
    INFO(report.output);
    REQUIRE(report.output.find("Error") == std::string::npos);
    const auto row = total.find(report.output);
    REQUIRE(row);
    // W over a period of 1 ns.
    return {1e3 * std::stod(row->at(1)), 1e3 * std::stod(row->at(2))};
}

/// 2 where the energies of a rise and a fall are added for every change, 1 where their mean is
/// taken: by a register's clock, which costs one of each in a cycle.
double edges_a_change(const ReferenceCells& cells) {
    ReferenceCircuit circuit;
    circuit.outputs = {circuit.reg(circuit.input())};
    const auto& edges = cells.at("rdff").clock_energy;
    const double expected = edges[0](reference_slew, 0) + edges[1](reference_slew, 0);
    const auto found = energy_by_opensta(circuit, cells, {}).internal / expected;
    CHECK((found == Approx(1).epsilon(1e-5) || found == Approx(2).epsilon(1e-5)));
    return found;
}

/// Inputs stand as `bits` say, `moving` ones of them change in every cycle: one input of a gate at
/// most, so that it is known what causes what.
void check_against_opensta(const ReferenceCircuit& circuit, std::vector<std::uint8_t> bits,
                           const std::vector<std::size_t>& moving) {
    NetlistStimulus stimulus{"toggling", {}};
    for (int i = 0; i <= 1000; ++i) {
        for (const auto input : moving) bits[input] = i % 2 == 1;
        stimulus.cycles.push_back(bits);
    }
    const auto cells = unconditional_cells();
    const auto activity = reference_energy(circuit, cells, stimulus.cycles, reference_volts,
                                           reference_slew, reference_load, 1);
    const auto reported = energy_by_opensta(circuit, cells, activity);
    const auto library =
        make_library(parse_liberty(reference_liberty(cells, reference_volts), "r.lib"), "r");
    const auto found =
        compute_energy(make_event_circuit(circuit.netlist(cells), library,
                                          {reference_volts, reference_slew, reference_load}),
                       stimulus, 1);
    CHECK(found.glitch == Approx(0).margin(1e-9));
    CHECK(found.switching == Approx(reported.switching).epsilon(1e-6));
    // Measured: up to 2.8e-5, of the changes by which the inputs that stand come to stand.
    CHECK(found.internal + found.clock_internal ==
          Approx(reported.internal / edges_a_change(cells)).epsilon(4e-5));
}

}  // namespace

TEST_CASE("internal, clock and switching energy of a chain are OpenSTA's") {
    check_against_opensta(reference_chain(), {0, 1, 0}, {0});
}

TEST_CASE("internal, clock and switching energy of a register file are OpenSTA's") {
    check_against_opensta(reference_register_file(), {0, 0, 0, 0, 0}, {2, 3, 4});
}

TEST_CASE("internal, clock and switching energy of a dot product are OpenSTA's") {
    // (a1 a0) * 3 + 2 * 2
    check_against_opensta(reference_dot_product(), {0, 0, 1, 1, 0, 1, 0, 1}, {0});
}
