// SPDX-License-Identifier: Apache-2.0
#include "sw/power/energy.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "sw/power/event_simulation.h"
#include "sw/power/parts.h"
#include "sw/support/error.h"
#include "sw/support/process.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t warm_up = 16;  ///< cycles before the counted ones, for the registers' sake

struct Simulated {
    EventSimulation simulation;
    Waveform outputs = {};
};

/// Runs cycles [first, last) after those before them that bring the registers to a likely state.
Simulated simulate(const EventCircuit& circuit, const NetlistStimulus& stimulus, std::size_t first,
                   std::size_t last) {
    Simulated result{EventSimulation(circuit)};
    auto& simulation = result.simulation;
    for (auto i = first - std::min(first, warm_up); i < first; ++i)
        simulation.settle(stimulus.cycles[i]);
    for (auto i = first; i < last; ++i) {
        if (i % 64 == 0) check_interrupt();
        simulation.cycle(stimulus.cycles[i]);
        auto& bits = result.outputs.emplace_back();
        for (auto net : circuit.output_nets) bits.push_back(simulation.value(net));
    }
    return result;
}

void charge(const EventCircuit& circuit, const EventSimulation& simulation,
            const std::vector<std::string>& parts_of_cells,
            const std::vector<std::int32_t>& drivers, Energy& energy) {
    using Kind = EventCircuit::NetKind;
    for (std::size_t net = 2; net < circuit.nets.size(); ++net) {
        const auto& entry = circuit.nets[net];
        auto all = entry.toggle_pj * static_cast<double>(simulation.toggles()[net]);
        if (entry.kind == Kind::input) energy.input_nets += all;
        if (entry.kind != Kind::cell || drivers[net] == EventCircuit::none) continue;
        energy.switching += all;
        energy.glitch +=
            all - entry.toggle_pj * static_cast<double>(simulation.settled_toggles()[net]);
        energy.parts[parts_of_cells[static_cast<std::size_t>(drivers[net])]] += all;
    }
    for (std::size_t cell = 0; cell < circuit.cells.size(); ++cell) {
        energy.internal += simulation.internal_pj()[cell];
        energy.parts[parts_of_cells[cell]] += simulation.internal_pj()[cell];
    }
    energy.cycles += simulation.cycles();
}

std::vector<std::int32_t> net_drivers(const EventCircuit& circuit) {
    std::vector<std::int32_t> drivers(circuit.nets.size(), EventCircuit::none);
    for (const auto& output : circuit.outputs)
        if (output.net != EventCircuit::none)
            drivers[static_cast<std::size_t>(output.net)] = output.cell;
    return drivers;
}

/// Energy of every cycle whatever the data: clock and leakage.
void add_constant(const EventCircuit& circuit, const std::vector<std::string>& parts,
                  double period_ns, Energy& energy) {
    if (circuit.clock != EventCircuit::none)
        energy.clock_net = 2 * circuit.nets[static_cast<std::size_t>(circuit.clock)].toggle_pj;
    for (std::size_t i = 0; i < circuit.cells.size(); ++i) {
        energy.clock_internal += circuit.cells[i].clock_pj;
        energy.parts[parts[i]] += circuit.cells[i].clock_pj;
    }
    energy.leakage = circuit.leakage_nw * period_ns * 1e-6;
}

}  // namespace

void add(Energy& whole, const Energy& part, double times) {
    whole.switching += times * part.switching;
    whole.input_nets += times * part.input_nets;
    whole.internal += times * part.internal;
    whole.clock_net += times * part.clock_net;
    whole.clock_internal += times * part.clock_internal;
    whole.leakage += times * part.leakage;
    whole.glitch += times * part.glitch;
    for (const auto& [name, value] : part.parts) whole.parts[name] += times * value;
    if (whole.cycles == 0) whole.cycles = part.cycles;
}

Energy compute_energy(const EventCircuit& circuit, const NetlistStimulus& stimulus,
                      double period_ns, Waveform* outputs) {
    auto count = stimulus.cycles.size();
    bool fits = std::all_of(stimulus.cycles.begin(), stimulus.cycles.end(),
                            [&](const auto& bits) { return bits.size() == circuit.inputs.size(); });
    if (count < 2 || !fits)
        throw Error(Exit::usage,
                    fmt::format("energy: the stimulus {} has {} cycles for {} input bits",
                                stimulus.name, count, circuit.inputs.size()));
    Energy energy;
    auto parts = parts_of_cells(circuit);
    auto drivers = net_drivers(circuit);
    auto middle = count / 2 + 1;
    auto second = std::async(middle < count ? std::launch::async : std::launch::deferred, [&] {
        return simulate(circuit, stimulus, std::min(middle, count - 1), count);
    });
    auto take = [&](Simulated half) {
        charge(circuit, half.simulation, parts, drivers, energy);
        if (outputs) std::ranges::move(half.outputs, std::back_inserter(*outputs));
    };
    take(simulate(circuit, stimulus, 1, middle < count ? middle : count));
    if (middle < count) take(second.get());
    auto cycles = static_cast<double>(energy.cycles);
    for (auto* value : {&energy.switching, &energy.input_nets, &energy.internal, &energy.glitch})
        *value /= cycles;
    for (auto& [part, value] : energy.parts) value /= cycles;
    add_constant(circuit, parts, period_ns, energy);
    return energy;
}

}  // namespace mxgen::ppa
