// SPDX-License-Identifier: Apache-2.0
#include "sw/power/boundary.h"

#include <algorithm>

namespace mxgen::ppa {

namespace {

constexpr const char* boundary = "boundary";

/// The first number that is no net of the module.
int free_net(const NetlistModule& module) {
    int max_net = constant_one;
    const auto see = [&](const std::vector<int>& bits) {
        for (const int bit : bits) max_net = std::max(max_net, bit);
    };
    for (const auto& port : module.ports) see(port.bits);
    for (const auto& instance : module.instances)
        for (const auto& [pin, bits] : instance.pins) see(bits);
    return max_net + 1;
}

void put_registers(NetlistModule& module, const Controls& controls, const Register& cell) {
    int next = free_net(module);
    const auto clock = std::ranges::find(module.ports, controls.clock, &NetlistPort::name)->bits;
    for (auto& port : module.ports) {
        if (!port.is_input || controls.contains(port.name)) continue;
        for (int& bit : port.bits) {
            NetlistInstance instance{boundary, cell.cell, {}};
            instance.pins = {{cell.data, {next}}, {cell.clock, clock}, {cell.output, {bit}}};
            for (const auto& [pin, value] : cell.tied)
                instance.pins[pin] = {value ? constant_one : constant_zero};
            module.instances.push_back(std::move(instance));
            bit = next++;
        }
    }
}

/// Nothing that happens inside a register costs energy.
void silence(EventCircuit& circuit) {
    for (auto& sink : circuit.sinks)
        if (circuit.cells[at(sink.cell)].name == boundary) sink.energy[0] = sink.energy[1] = 0;
    for (auto& cell : circuit.cells) {
        if (cell.name != boundary) continue;
        cell.clock_pj = 0;
        for (std::uint32_t i = 0; i < cell.outputs; ++i)
            for (std::uint32_t edge = 0; edge < 2 * cell.inputs; ++edge) {
                auto& entry =
                    circuit.edges[circuit.outputs[cell.first_output + i].first_edge + edge];
                entry.energy = 0;
                entry.conditions = 0;
            }
    }
}

}  // namespace

std::size_t open_instances(Netlist& netlist, const std::string& module) {
    auto& top = netlist.modules.at(netlist.top);
    const auto& ports = netlist.modules.at(module).ports;
    for (const auto& instance : top.instances) {
        if (instance.type != module) continue;
        for (const auto& port : ports)
            if (!port.is_input)
                top.ports.push_back(
                    {instance.name + "." + port.name, true, instance.pins.at(port.name)});
    }
    return std::erase_if(top.instances, [&](const auto& x) { return x.type == module; });
}

bool is_opened(const NetlistPort& port) { return port.name.find('.') != std::string::npos; }

EventCircuit circuit_behind_registers(const Netlist& netlist, const Library& library,
                                      const Register& cell, const Conditions& conditions) {
    const auto bare = make_event_circuit(netlist, library, conditions);
    auto wrapped = netlist;
    put_registers(wrapped.modules.at(wrapped.top), wrapped.controls, cell);
    auto circuit = make_event_circuit(wrapped, library, conditions);
    silence(circuit);
    circuit.leakage_nw = bare.leakage_nw;
    circuit.nets[static_cast<std::size_t>(circuit.clock)].toggle_pj =
        bare.nets[static_cast<std::size_t>(bare.clock)].toggle_pj;
    return circuit;
}

}  // namespace mxgen::ppa
