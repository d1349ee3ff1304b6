// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/fanout.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mxgen::ppa {

namespace {

/// A place that reads a net: bit of a pin of an instance, and the pins of cells that it stands for.
struct SinkPin {
    std::size_t instance;
    std::string pin;
    std::size_t bit;
    std::size_t load = 1;
};
using SinkPins = std::vector<SinkPin>;

std::size_t load_of(const SinkPins& sinks) {
    std::size_t load = 0;
    for (const auto& sink : sinks) load += sink.load;
    return load;
}

/// By port of a module: the pins that each of its bits drives.
using PortLoads = std::map<std::string, std::vector<std::size_t>>;

/// The work on one module: instances are appended, pins moved to the new nets.
class BufferInsertion {
  public:
    BufferInsertion(NetlistModule& module, const Buffer& buffer)
        : module_(module), buffer_(buffer) {}

    /// Buffers every net but those that stay; `load_of_pin`: of a bit of an instance's input, 0 for
    /// an output.
    template <class LoadOfPin>
    std::size_t run(const std::set<int>& staying, LoadOfPin&& load_of_pin) {
        for (std::size_t i = 0; i < module_.instances.size(); ++i)
            for (const auto& [pin, bits] : module_.instances[i].pins)
                for (std::size_t bit = 0; bit < bits.size(); ++bit) {
                    next_net_ = std::max(next_net_, bits[bit] + 1);
                    const std::size_t load = load_of_pin(module_.instances[i], pin, bit);
                    if (bits[bit] > constant_one && load > 0)
                        sinks_[bits[bit]].push_back({i, pin, bit, load});
                }
        for (const auto& port : module_.ports)
            for (auto bit : port.bits) next_net_ = std::max(next_net_, bit + 1);
        for (auto& [net, all] : sinks_)
            while (load_of(all) > max_sinks && !staying.contains(net)) all = buffered(net, all);
        return count_;
    }

    /// What the ports drive afterwards.
    PortLoads loads() const {
        PortLoads loads;
        for (const auto& port : module_.ports)
            for (const int bit : port.bits) {
                const auto found = sinks_.find(bit);
                const std::size_t load = found == sinks_.end() ? 1 : load_of(found->second);
                loads[port.name].push_back(std::max<std::size_t>(1, load));
            }
        return loads;
    }

  private:
    /// One level of the tree: groups of sinks as equal as they can be behind a buffer each.
    SinkPins buffered(int net, const SinkPins& sinks) {
        const auto total = load_of(sinks), groups = (total + max_sinks - 1) / max_sinks;
        SinkPins roots;
        std::size_t placed = 0;
        for (std::size_t i = 0, group = 0; i < sinks.size(); ++group) {
            const std::size_t end = std::min(total, (group + 1) * total / groups), first = placed;
            // One that stands for many may have filled the next group, too.
            if (placed >= end) continue;
            const auto out = next_net_++;
            while (i < sinks.size() && placed < end &&
                   (placed == first || placed - first + sinks[i].load <= max_sinks)) {
                module_.instances[sinks[i].instance].pins[sinks[i].pin][sinks[i].bit] = out;
                placed += sinks[i++].load;
            }
            roots.push_back({module_.instances.size(), buffer_.input, 0});
            module_.instances.push_back({fmt::format("fanout_{}", count_++),
                                         buffer_.cell,
                                         {{buffer_.input, {net}}, {buffer_.output, {out}}}});
        }
        return roots;
    }

    NetlistModule& module_;
    const Buffer& buffer_;
    std::map<int, SinkPins> sinks_;  ///< by net
    int next_net_ = constant_one + 1;
    std::size_t count_ = 0;
};

/// The work on a netlist: what a module holds before the module itself.
class NetlistBuffers {
  public:
    NetlistBuffers(Netlist& netlist, const Library& library, const Buffer& buffer)
        : netlist_(netlist), library_(library), buffer_(buffer) {}

    std::size_t run() {
        for (const auto& [name, module] : netlist_.modules) visit(name);
        return count_;
    }

  private:
    void visit(const std::string& name) {
        if (loads_.contains(name)) return;
        NetlistModule& module = netlist_.modules.at(name);
        for (const auto& instance : module.instances)
            if (netlist_.modules.contains(instance.type)) visit(instance.type);
        std::set<int> staying;
        for (const auto& port : module.ports)
            if (port.is_input && (name == netlist_.top || netlist_.controls.contains(port.name)))
                staying.insert(port.bits.begin(), port.bits.end());
        BufferInsertion insertion(module, buffer_);
        count_ += insertion.run(staying, [&](const auto& instance, const auto& pin, auto bit) {
            return load_of_pin(instance, pin, bit);
        });
        loads_[name] = insertion.loads();
    }

    std::size_t load_of_pin(const NetlistInstance& instance, const std::string& pin,
                            std::size_t bit) const {
        if (auto cell = library_.cells.find(instance.type); cell != library_.cells.end()) {
            const auto* found = cell->second.find(pin);
            return found && found->direction == Pin::Direction::output ? 0 : 1;
        }
        const auto& ports = netlist_.modules.at(instance.type).ports;
        const auto port = std::ranges::find(ports, pin, &NetlistPort::name);
        if (port != ports.end() && !port->is_input) return 0;
        return loads_.at(instance.type).at(pin).at(bit);
    }

    Netlist& netlist_;
    const Library& library_;
    const Buffer& buffer_;
    std::map<std::string, PortLoads> loads_;  ///< by module
    std::size_t count_ = 0;
};

}  // namespace

std::size_t buffer_fanouts(Netlist& netlist, const Library& library, const Roles& roles) {
    return roles.buffer ? NetlistBuffers(netlist, library, *roles.buffer).run() : 0;
}

}  // namespace mxgen::ppa
