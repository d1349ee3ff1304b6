// SPDX-License-Identifier: Apache-2.0
#include "sw/power/design_energy.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/power/boundary.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t sampled_elements = 4;

/// Work on what surrounds the elements, cells times cycles; its activity is that of words which
/// only move, so that few cycles tell it.
constexpr std::size_t surrounding_work = 20'000'000, min_cycles = 64;

/// At most `cycles` cycles of the workload, on the netlist's own inputs.
NetlistStimulus stimulus_of(const EventCircuit& circuit, const EnergyWorkload& workload,
                            std::size_t sample, std::size_t cycles) {
    std::vector<NetlistPort> inputs;
    for (const auto& port : circuit.ports)
        if (port.is_input && port.name != circuit.clock_port && !is_opened(port))
            inputs.push_back(port);
    auto stimulus = workload.stimulus(inputs, sample);
    stimulus.cycles.resize(std::min(stimulus.cycles.size(), cycles + 1));
    return stimulus;
}

/// A few processing elements on streams of their own, and what leaves them.
struct Sampled {
    Energy energy;
    std::string words;
    std::vector<Waveform> outputs;
};

Sampled sample_elements(const EventCircuit& circuit, const EnergyWorkload& workload,
                        std::size_t count) {
    Sampled result;
    const auto sampled = std::min(count, sampled_elements);
    const auto cycles = std::max(min_cycles, workload.cycles / sampled);
    const auto share = static_cast<double>(count) / static_cast<double>(sampled);
    double min = 0, max = 0, sum = 0;
    for (std::size_t sample = 0; sample < sampled; ++sample) {
        const auto stimulus = stimulus_of(circuit, workload, sample, cycles);
        const auto energy = compute_energy(circuit, stimulus, 1, &result.outputs.emplace_back());
        add(result.energy, energy, share);
        sum += energy.total();
        min = sample == 0 ? energy.total() : std::min(min, energy.total());
        max = std::max(max, energy.total());
    }
    result.words = fmt::format("{} cycles each, spread {:.1f} %", result.energy.cycles,
                               100 * (max - min) * static_cast<double>(sampled) / sum);
    return result;
}

/// Adds to the stimulus what the samples gave, in turns of as many elements as there are to each.
void append_outputs(NetlistStimulus& stimulus, const std::vector<Waveform>& samples,
                    std::size_t count) {
    for (std::size_t i = 0; i < stimulus.cycles.size(); ++i) {
        for (std::size_t element = 0; element < count; ++element) {
            const auto& outputs = samples[element * samples.size() / count];
            const auto& bits = outputs[i % outputs.size()];
            stimulus.cycles[i].insert(stimulus.cycles[i].end(), bits.begin(), bits.end());
        }
    }
}

}  // namespace

DesignEnergy design_energy(const Netlist& netlist, const Library& library,
                           const std::optional<Register>& cell, const EnergyWorkload& workload,
                           const WireLoads& wires) {
    const Conditions conditions{.wires = wires};
    auto rest = netlist;
    Sampled sampled;
    std::size_t elements = 0;
    for (const auto& module : kept_modules(netlist)) {
        if (module != element_of(netlist.top)) continue;
        auto alone = netlist;
        alone.top = module;
        elements = open_instances(rest, module);
        const auto circuit = cell ? circuit_behind_registers(alone, library, *cell, conditions)
                                  : make_event_circuit(alone, library, conditions);
        sampled = sample_elements(circuit, workload, elements);
        sampled.words =
            fmt::format("{} of {} {}, {}", sampled.outputs.size(), elements, module, sampled.words);
    }
    const auto circuit = make_event_circuit(rest, library, conditions);
    const auto cycles = elements == 0
                            ? workload.cycles
                            : std::max(min_cycles, surrounding_work / circuit.cells.size());
    auto stimulus = stimulus_of(circuit, workload, 0, std::min(workload.cycles, cycles));
    if (elements > 0) append_outputs(stimulus, sampled.outputs, elements);
    const auto around = compute_energy(circuit, stimulus, 1);
    DesignEnergy result{sampled.energy, sampled.words};
    add(result.energy, around, 1);
    if (elements > 0)
        result.sample += fmt::format("; {} cycles of what is around them", around.cycles);
    return result;
}

}  // namespace mxgen::ppa
