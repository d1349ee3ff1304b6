// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/plain_netlist.h"

#include <fmt/format.h>

#include <charconv>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

/// The ports of one bit, each net's first under the net's own name.
std::vector<NetlistPort> plain_ports(const NetlistModule& module) {
    std::vector<NetlistPort> ports;
    std::map<int, bool> seen;
    for (const bool inputs : {true, false})
        for (const NetlistPort& port : module.ports) {
            if (port.is_input != inputs) continue;
            for (std::size_t i = 0; i < port.bits.size(); ++i) {
                const int net = port.bits[i];
                const bool fresh = seen.try_emplace(net, port.is_input).second;
                if (net <= constant_one || (!fresh && seen[net])) continue;
                const std::string name = plain_net(net);
                ports.push_back({fresh ? name : fmt::format("{}_{}", name, ports.size()),
                                 port.is_input,
                                 {net}});
            }
        }
    return ports;
}

/// The plain name of a control port, which is one bit.
std::string control(const NetlistModule& module, const std::string& name) {
    for (const NetlistPort& port : module.ports)
        if (port.name == name && port.is_input) return plain_net(port.bits.at(0));
    return {};
}

}  // namespace

std::string plain_net(int net) { return fmt::format("n{}", net); }

int net_of(const std::string& plain_name) {
    int net = -1;
    const char* end = plain_name.data() + plain_name.size();
    if (plain_name.size() < 2 || plain_name[0] != 'n') return -1;
    const auto [rest, error] = std::from_chars(plain_name.data() + 1, end, net);
    return error == std::errc() && rest == end ? net : -1;
}

Netlist to_plain(const Netlist& netlist) {
    if (!kept_modules(netlist).empty())
        throw Error(Exit::usage, fmt::format("layout: {} keeps the modules {}; allowed: a flat "
                                             "design",
                                             netlist.top, enumerated(kept_modules(netlist))));
    const NetlistModule& module = netlist.modules.at(netlist.top);
    NetlistModule plain{plain_ports(module), module.instances, {}, module.parts};
    std::map<std::string, int> counts;
    for (NetlistInstance& instance : plain.instances) {
        instance.name = fmt::format("{}_{}", instance.type, ++counts[instance.type]);
        for (const auto& [pin, bits] : instance.pins)
            for (const int bit : bits)
                if (bit > constant_one) plain.names[bit] = plain_net(bit);
    }
    Netlist result{
        netlist.top,
        {control(module, netlist.controls.clock), control(module, netlist.controls.reset)},
        {}};
    result.modules[netlist.top] = std::move(plain);
    return result;
}

std::map<std::string, std::set<Terminal>> routed_nets(const Netlist& plain) {
    const NetlistModule& module = plain.modules.at(plain.top);
    std::map<std::string, std::set<Terminal>> nets;
    for (const NetlistInstance& instance : module.instances)
        for (const auto& [pin, bits] : instance.pins)
            if (!bits.empty() && bits[0] > constant_one)
                nets[plain_net(bits[0])].insert({instance.name, pin});
    for (const NetlistPort& port : module.ports)
        if (auto net = nets.find(port.name); net != nets.end())
            net->second.insert({"PIN", port.name});
    std::erase_if(nets, [](const auto& net) { return net.second.size() < 2; });
    return nets;
}

std::string to_blif(const Netlist& plain, const std::string& model) {
    const NetlistModule& module = plain.modules.at(plain.top);
    const auto nets = routed_nets(plain);
    std::string inputs, outputs, gates;
    for (const NetlistPort& port : module.ports)
        if (nets.contains(port.name)) (port.is_input ? inputs : outputs) += " " + port.name;
    for (const NetlistInstance& instance : module.instances) {
        gates += ".gate " + instance.type;
        for (const auto& [pin, bits] : instance.pins)
            if (!bits.empty() && nets.contains(plain_net(bits[0])))
                gates += fmt::format(" {}={}", pin, plain_net(bits[0]));
        gates += "\n";
    }
    return fmt::format(".model {}\n.inputs{}\n.outputs{}\n{}.end\n", model, inputs, outputs, gates);
}

}  // namespace mxgen::ppa
