// SPDX-License-Identifier: Apache-2.0
#include "sw/ppa/design_energy.h"

#include <fmt/format.h>

#include <algorithm>

namespace mxgen::ppa {

namespace {

constexpr std::size_t sampled_elements = 4;

/// Work on what surrounds the elements, cells times cycles; its activity is that of words which
/// only move, so that few cycles tell it.
constexpr std::size_t surrounding_work = 20'000'000, fewest_cycles = 64;

EventCircuit circuit_of(const Flow& flow, const Netlist& netlist) {
    return make_event_circuit(netlist, flow.library(), flow.package.has_clock() ? "clk_i" : "", {});
}

/// At most `cycles` cycles of the workload.
Energy energy_of(const EventCircuit& circuit, const Workload& workload, std::size_t sample,
                 std::size_t cycles) {
    std::vector<NetlistPort> inputs;
    for (const auto& port : circuit.ports)
        if (port.is_input && port.name != "clk_i") inputs.push_back(port);
    auto stimulus = workload.stimulus(inputs, sample);
    stimulus.cycles.resize(std::min(stimulus.cycles.size(), cycles + 1));
    return compute_energy(circuit, stimulus, 1);
}

/// Takes the instances of a module out of the netlist; returns how many there were.
std::size_t remove_instances(Netlist& netlist, const std::string& type) {
    std::size_t removed = 0;
    for (auto& [name, module] : netlist.modules)
        removed += std::erase_if(module.instances,
                                 [&](const Instance& instance) { return instance.type == type; });
    return removed;
}

}  // namespace

DesignEnergy design_energy(const Flow& flow, const Netlist& netlist, const Workload& workload) {
    DesignEnergy result;
    auto rest = netlist;
    for (const auto& element : kept_modules(netlist)) {
        if (!element.ends_with("_pe")) continue;
        auto alone = netlist;
        alone.top = element;
        const auto circuit = circuit_of(flow, alone);
        const auto count = remove_instances(rest, element);
        const auto sampled = std::min(count, sampled_elements);
        const auto cycles = std::max(fewest_cycles, workload.cycles / sampled);
        const auto share = static_cast<double>(count) / static_cast<double>(sampled);
        double least = 0, most = 0, sum = 0;
        for (std::size_t sample = 0; sample < sampled; ++sample) {
            auto energy = energy_of(circuit, workload, sample, cycles);
            add(result.energy, energy, share);
            sum += energy.total();
            least = sample == 0 ? energy.total() : std::min(least, energy.total());
            most = std::max(most, energy.total());
        }
        auto spread = 100 * (most - least) * static_cast<double>(sampled) / sum;
        result.sample = fmt::format("{} of {} {}, {} cycles each, spread {:.1f} %", sampled, count,
                                    element, result.energy.cycles, spread);
    }
    const auto circuit = circuit_of(flow, rest);
    const auto cycles = result.sample.empty()
                            ? workload.cycles
                            : std::max(fewest_cycles, surrounding_work / circuit.cells.size());
    const auto around = energy_of(circuit, workload, 0, std::min(workload.cycles, cycles));
    add(result.energy, around, 1);
    if (!result.sample.empty())
        result.sample += fmt::format("; {} cycles of what is around them", around.cycles);
    return result;
}

}  // namespace mxgen::ppa
