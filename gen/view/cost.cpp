// SPDX-License-Identifier: Apache-2.0
#include "gen/view/cost.h"

#include <algorithm>
#include <map>
#include <memory>

#include "gen/ir/analysis.h"
#include "gen/view/names.h"

namespace mxgen::view {

using namespace ir;

namespace {

/// The wires of a path, last one first.
struct Hop {
    std::string name;
    std::shared_ptr<const Hop> previous;
};

struct Arrival {
    double ns = 0;
    std::shared_ptr<const Hop> path = nullptr;
};

const Arrival& later(const Arrival& a, const Arrival& b) { return a.ns < b.ns ? b : a; }

Arrival after(const Arrival& start, double ns, const std::string& name) {
    if (ns == 0) return start;
    return {start.ns + ns, std::make_shared<const Hop>(Hop{name, start.path})};
}

/// Arrival times of one module's wires, given those of its inputs.
class ArrivalTimes {
  public:
    ArrivalTimes(const Circuit& c, const Target& t, std::string prefix,
                 Merging merging = Merging::whole)
        : c_(c),
          t_(t),
          prefix_(std::move(prefix)),
          names_(wire_names(c)),
          at_(c.nodes.size()),
          merging_(c.nodes.size(), merging) {
        for (const auto& members : components(c)) {
            if (!is_loop(c, members)) continue;
            const auto in_loop = merging_of(c, members);
            for (auto id : members) merging_[id] = in_loop;
        }
    }

    void run(const std::vector<Arrival>& inputs) {
        auto ports = c_.inputs();
        for (std::size_t i = 0; i < ports.size(); ++i) at_[ports[i]->node] = inputs[i];
        auto uses = live_uses(c_);
        for (NodeId id = 0; id < c_.nodes.size(); ++id)
            if (uses[id]) arrive(id);
        for (NodeId id = 0; id < c_.nodes.size(); ++id)
            if (uses[id] && c_.node(id).is_register() && !c_.node(id).args.empty())
                end(after(at_[c_.node(id).args[0]], setup(), name(id)));
        for (const auto* port : c_.outputs()) end(at_[port->node]);
    }
    const Arrival& worst() const { return worst_; }
    const Arrival& output(unsigned port) const { return at_[c_.outputs()[port]->node]; }

  private:
    std::string name(NodeId id) const { return prefix_ + names_[id]; }
    double setup() const {
        return t_.register_overhead(c_.clock_enable.has_value()) - t_.clock_to_q_ns;
    }
    void end(const Arrival& path) { worst_ = later(worst_, path); }

    void arrive(NodeId id) {
        const auto& n = c_.node(id);
        if (n.op == Op::input) return;
        if (n.is_register()) {
            at_[id] = after({}, t_.clock_to_q_ns, name(id));
        } else if (n.op == Op::instance) {
            arrive_instance(id);
        } else {
            Arrival latest;
            for (auto arg : n.args) latest = later(latest, at_[arg]);
            at_[id] = after(latest, t_.delay(c_, n, merging_[id]), name(id));
        }
    }

    void arrive_instance(NodeId id) {
        const auto& n = c_.node(id);
        const auto& instance = c_.instances[n.instance];
        if (const auto* cell = t_.cell(*instance.module)) {
            Arrival latest;
            for (auto arg : instance.inputs) latest = later(latest, at_[arg]);
            at_[id] = after(latest, cell->delay_ns, name(id));
            return;
        }
        if (instance.module->is_external) return;
        auto [child, is_new] = children_.try_emplace(n.instance);
        if (is_new) {
            std::vector<Arrival> arrivals;
            for (auto arg : instance.inputs) arrivals.push_back(at_[arg]);
            ArrivalTimes timing(*instance.module, t_, prefix_ + instance.name + ".", merging_[id]);
            timing.run(arrivals);
            end(timing.worst());
            for (unsigned i = 0; i < instance.module->outputs().size(); ++i)
                child->second.push_back(timing.output(i));
        }
        at_[id] = child->second[n.port];
    }

    const Circuit& c_;
    const Target& t_;
    std::string prefix_;
    std::vector<std::string> names_;
    std::vector<Arrival> at_;
    std::vector<Merging> merging_;  ///< by node
    std::map<unsigned, std::vector<Arrival>> children_;
    Arrival worst_;
};

/// "sum" of sum_12, x of x_i and x_q2.
std::string part_of(std::string name) {
    auto end = name.find_last_not_of("0123456789");
    if (end != std::string::npos && end + 1 < name.size() && (name[end] == '_' || name[end] == 'q'))
        name.resize(name[end] == '_' ? end : end + 1);
    for (auto suffix : {"_i", "_o", "_q"})
        if (name.size() > 2 && name.ends_with(suffix)) return name.substr(0, name.size() - 2);
    return name;
}

/// Areas of a design, each module looked at once.
class Areas {
  public:
    explicit Areas(const Target& target) : t_(target) {}

    const Cost& of(const Circuit& c) {
        auto [position, is_new] = known_.try_emplace(&c);
        if (is_new) position->second = sum(c);
        return position->second;
    }

  private:
    Cost sum(const Circuit& c) {
        Cost total;
        std::map<std::string, CostPart> parts;
        auto uses = live_uses(c);
        auto names = wire_names(c);
        for (NodeId id = 0; id < c.nodes.size(); ++id) {
            if (!uses[id]) continue;
            const auto& n = c.node(id);
            double gates = t_.gates(c, n);
            total.gates += gates;
            if (n.is_register()) {
                total.register_gates += gates;
                total.register_bits += n.range.width() * n.count();
            }
            if (gates > 0) parts[part_of(names[id])].gates += gates;
        }
        for (const auto& instance : c.instances) add_instance(total, parts, instance);
        for (auto& [name, part] : parts) {
            part.name = name;
            total.parts.push_back(part);
        }
        std::stable_sort(total.parts.begin(), total.parts.end(),
                         [](const CostPart& a, const CostPart& b) { return a.gates > b.gates; });
        return total;
    }

    void add_instance(Cost& total, std::map<std::string, CostPart>& parts,
                      const Instance& instance) {
        auto& part = parts[part_of(instance.name)];
        unsigned count = instance.count();
        part.count = part.gates == 0 ? count : part.count + count;
        if (const auto* cell = t_.cell(*instance.module)) {
            part.gates += count * cell->gates;
            total.gates += count * cell->gates;
            return;
        }
        const auto& child = of(*instance.module);
        part.gates += count * child.gates;
        total.gates += count * child.gates;
        total.register_gates += count * child.register_gates;
        total.register_bits += count * child.register_bits;
    }

    const Target& t_;
    std::map<const Circuit*, Cost> known_;
};

}  // namespace

Cost cost(const Circuit& circuit, const Target& target) {
    Cost total = Areas(target).of(circuit);
    ArrivalTimes timing(circuit, target, "");
    timing.run(std::vector<Arrival>(circuit.inputs().size()));
    total.delay_ns = timing.worst().ns;
    for (const auto* hop = timing.worst().path.get(); hop; hop = hop->previous.get())
        total.path.insert(total.path.begin(), hop->name);
    return total;
}

}  // namespace mxgen::view
