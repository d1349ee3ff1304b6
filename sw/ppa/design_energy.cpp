// SPDX-License-Identifier: Apache-2.0
#include "sw/ppa/design_energy.h"

#include <fmt/format.h>

#include <algorithm>

namespace mxgen::ppa {

namespace {

constexpr std::size_t sampled_elements = 4;

Energy energy_of(const Flow& flow, const Netlist& netlist, const Workload& workload,
                 std::size_t sample) {
    auto circuit =
        make_event_circuit(netlist, flow.library(), flow.package.has_clock() ? "clk_i" : "", {});
    std::vector<NetlistPort> inputs;
    for (const auto& port : circuit.ports)
        if (port.is_input && port.name != "clk_i") inputs.push_back(port);
    return compute_energy(circuit, workload.stimulus(inputs, sample), 1);
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
        auto count = remove_instances(rest, element);
        auto sampled = std::min(count, sampled_elements);
        double least = 0, most = 0, sum = 0;
        for (std::size_t sample = 0; sample < sampled; ++sample) {
            auto energy = energy_of(flow, alone, workload, sample);
            auto share = static_cast<double>(count) / static_cast<double>(sampled);
            add(result.energy, energy, share);
            sum += energy.total();
            least = sample == 0 ? energy.total() : std::min(least, energy.total());
            most = std::max(most, energy.total());
        }
        auto spread = 100 * (most - least) * static_cast<double>(sampled) / sum;
        result.sample =
            fmt::format("{} of {} {}, spread {:.1f} %", sampled, count, element, spread);
    }
    add(result.energy, energy_of(flow, rest, workload, 0), 1);
    return result;
}

}  // namespace mxgen::ppa
