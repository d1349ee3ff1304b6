// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/fanout.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mxgen::ppa {

namespace {

/// A place that reads a net: bit of a pin of an instance.
struct SinkPin {
    std::size_t instance;
    std::string pin;
    std::size_t bit;
};

/// The work on one module: instances are appended, pins moved to the new nets.
class BufferInsertion {
  public:
    BufferInsertion(NetlistModule& module, const Buffer& buffer)
        : module_(module), buffer_(buffer) {}

    /// Buffers every net but those that stay.
    template <class IsOutput>
    std::size_t run(const std::set<int>& staying, IsOutput&& is_output) {
        std::map<int, std::vector<SinkPin>> sinks;
        for (std::size_t i = 0; i < module_.instances.size(); ++i)
            for (const auto& [pin, bits] : module_.instances[i].pins)
                for (std::size_t bit = 0; bit < bits.size(); ++bit) {
                    next_net_ = std::max(next_net_, bits[bit] + 1);
                    if (bits[bit] > constant_one && !staying.contains(bits[bit]) &&
                        !is_output(module_.instances[i], pin))
                        sinks[bits[bit]].push_back({i, pin, bit});
                }
        for (const auto& port : module_.ports)
            for (auto bit : port.bits) next_net_ = std::max(next_net_, bit + 1);
        for (auto& [net, all] : sinks)
            while (all.size() > max_sinks) all = buffered(net, all);
        return count_;
    }

  private:
    /// One level of the tree: equal groups of sinks behind a buffer each.
    std::vector<SinkPin> buffered(int net, const std::vector<SinkPin>& sinks) {
        const auto groups = (sinks.size() + max_sinks - 1) / max_sinks;
        std::vector<SinkPin> roots;
        for (std::size_t group = 0; group < groups; ++group) {
            const auto out = next_net_++;
            for (auto i = group * sinks.size() / groups; i < (group + 1) * sinks.size() / groups;
                 ++i)
                module_.instances[sinks[i].instance].pins[sinks[i].pin][sinks[i].bit] = out;
            roots.push_back({module_.instances.size(), buffer_.input, 0});
            module_.instances.push_back({fmt::format("fanout_{}", count_++),
                                         buffer_.cell,
                                         {{buffer_.input, {net}}, {buffer_.output, {out}}}});
        }
        return roots;
    }

    NetlistModule& module_;
    const Buffer& buffer_;
    int next_net_ = constant_one + 1;
    std::size_t count_ = 0;
};

}  // namespace

std::size_t buffer_fanouts(Netlist& netlist, const Library& library, const Roles& roles) {
    if (!roles.buffer) return 0;
    const auto is_output = [&](const NetlistInstance& instance, const std::string& pin) {
        if (auto cell = library.cells.find(instance.type); cell != library.cells.end()) {
            const auto* found = cell->second.find(pin);
            return found && found->direction == Pin::Direction::output;
        }
        const auto& ports = netlist.modules.at(instance.type).ports;
        return std::any_of(ports.begin(), ports.end(), [&](const NetlistPort& port) {
            return port.name == pin && !port.is_input;
        });
    };
    std::size_t count = 0;
    for (auto& [name, module] : netlist.modules) {
        std::set<int> staying;
        for (const auto& port : module.ports)
            if (port.is_input && (name == netlist.top || netlist.controls.contains(port.name)))
                staying.insert(port.bits.begin(), port.bits.end());
        count += BufferInsertion(module, *roles.buffer).run(staying, is_output);
    }
    return count;
}

}  // namespace mxgen::ppa
