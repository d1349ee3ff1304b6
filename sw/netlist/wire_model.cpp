// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/wire_model.h"

#include <algorithm>
#include <cmath>

namespace mxgen::ppa {

namespace {

bool is_sink(const Netlist& netlist, const Library& library, const std::string& type,
             const std::string& pin) {
    if (const auto cell = library.cells.find(type); cell != library.cells.end()) {
        const Pin* found = cell->second.find(pin);
        return found && found->direction == Pin::Direction::input;
    }
    const auto& ports = netlist.modules.at(type).ports;
    const auto port = std::ranges::find(ports, pin, &NetlistPort::name);
    return port != ports.end() && port->is_input;
}

}  // namespace

double WireModel::capacitance_pf(double sinks, double area_um2) const {
    return (base_pf + sinks * sink_pf) * std::pow(area_um2 / 1e4, exponent);
}

std::map<int, int> count_sinks(const Netlist& netlist, const std::string& module,
                               const Library& library) {
    std::map<int, int> sinks;
    const NetlistModule& content = netlist.modules.at(module);
    for (const NetlistInstance& instance : content.instances)
        for (const auto& [pin, bits] : instance.pins)
            if (is_sink(netlist, library, instance.type, pin))
                for (const int bit : bits) ++sinks[bit];
    for (const NetlistPort& port : content.ports)
        if (!port.is_input)
            for (const int bit : port.bits) ++sinks[bit];
    sinks.erase(constant_zero);
    sinks.erase(constant_one);
    return sinks;
}

WireLoads model_wires(const WireModel& model, const Netlist& netlist, const Library& library) {
    WireLoads loads;
    for (const auto& [name, module] : netlist.modules) {
        Netlist alone = netlist;
        alone.top = name;
        const double area = inventory(alone, library).area;
        for (const auto& [net, sinks] : count_sinks(netlist, name, library))
            loads[name][net] = model.capacitance_pf(sinks, area);
    }
    return loads;
}

}  // namespace mxgen::ppa
