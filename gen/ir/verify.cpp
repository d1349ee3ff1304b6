// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gen/ir/analysis.h"

namespace mxgen::ir {

namespace {

/// Checks one circuit without its submodules.
class Verifier {
  public:
    explicit Verifier(const Circuit& c) : c_(c) {}

    void run() {
        names();
        for (NodeId id = 0; id < c_.nodes.size(); ++id) node(id);
        for (const auto& port : c_.ports) this->port(port);
        for (const auto& instance : c_.instances) connections(instance);
        if (c_.clock_enable) {
            exists(*c_.clock_enable, "the clock enable");
            require(c_.node(*c_.clock_enable).op == Op::input, "the clock enable is no input");
        }
    }

  private:
    void require(bool holds, const std::string& what) const {
        if (!holds) throw CircuitError(c_.name + ": " + what);
    }
    void exists(NodeId id, const std::string& reader) const {
        require(id < c_.nodes.size(), fmt::format("{} reads node {}, which is none", reader, id));
    }
    std::string named(NodeId id) const {
        const auto& n = c_.node(id);
        auto name = n.name.empty() ? "" : " " + n.name;
        return fmt::format("{}{} (node {})", name_of(n.op), name, id);
    }

    void names() const;
    void port(const CircuitPort& port) const;
    void connections(const Instance& instance) const;
    void node(NodeId id) const;
    void order(NodeId id) const;
    void shape(NodeId id) const;
    void data(NodeId id) const;
    void range(NodeId id) const;
    bool has_data(const Node& n) const;
    Range computed(const Node& n) const;
    Range argument(const Node& n, std::size_t i) const { return c_.node(n.args[i]).range; }
    Range sum(const Node& n) const;
    Range joined(const Node& n, std::size_t first) const;

    const Circuit& c_;
};

void Verifier::names() const {
    std::set<std::string> seen;
    auto take = [&](const std::string& name) {
        require(seen.insert(name).second, "two ports or instances are named " + name);
    };
    for (const auto& port : c_.ports) take(port.name);
    for (const auto& instance : c_.instances) take(instance.name);
    auto inputs = std::count_if(c_.nodes.begin(), c_.nodes.end(),
                                [](const Node& n) { return n.op == Op::input; });
    std::set<NodeId> ports;
    for (const auto* input : c_.inputs()) ports.insert(input->node);
    require(static_cast<std::size_t>(inputs) == ports.size() && ports.size() == c_.inputs().size(),
            fmt::format("{} input ports, {} input nodes", c_.inputs().size(), inputs));
}

void Verifier::port(const CircuitPort& port) const {
    if (c_.is_external && !port.is_input) return;
    exists(port.node, "port " + port.name);
    const auto& n = c_.node(port.node);
    require(port.is_input == false || n.op == Op::input, "input " + port.name + " is driven");
    require(port.elements == n.elements && port.range.contains(n.range),
            fmt::format("port {} is {} x{}, its wire {} x{}", port.name, to_string(port.range),
                        port.elements, to_string(n.range), n.elements));
}

void Verifier::connections(const Instance& instance) const {
    if (c_.is_external) return;
    auto ports = instance.module->inputs();
    require(ports.size() == instance.inputs.size(),
            fmt::format("{} has {} inputs, {} are connected", instance.name, ports.size(),
                        instance.inputs.size()));
    for (std::size_t i = 0; i < ports.size(); ++i) {
        auto where = instance.name + "." + ports[i]->name;
        exists(instance.inputs[i], where);
        const auto& n = c_.node(instance.inputs[i]);
        require(ports[i]->range.contains(n.range),
                fmt::format("{} takes {}, not {}", where, to_string(ports[i]->range),
                            to_string(n.range)));
        bool is_shared = n.elements == ports[i]->elements;
        require(is_shared || n.elements == instance.count() * std::max(1u, ports[i]->elements),
                fmt::format("{} takes {} elements, not {}", where, ports[i]->elements, n.elements));
    }
}

void Verifier::node(NodeId id) const {
    order(id);
    shape(id);
    data(id);
    range(id);
}

void Verifier::order(NodeId id) const {
    const auto& n = c_.node(id);
    if (n.op == Op::instance) {
        require(n.instance < c_.instances.size(), named(id) + " is of no instance");
        require(n.port < c_.instances[n.instance].module->outputs().size(),
                named(id) + " is no output of its instance");
    }
    for (auto arg : reads(c_, n)) {
        exists(arg, named(id));
        require(n.op == Op::state || arg < id,
                fmt::format("{} reads {}, which is computed after it", named(id), named(arg)));
    }
}

void Verifier::shape(NodeId id) const {
    const auto& n = c_.node(id);
    const auto& traits = traits_of(n.op);
    if (n.op == Op::state) require(!n.args.empty(), named(id) + " has no next value");
    if (n.turns > 1)
        require(n.op == Op::state && is_hold(c_, c_.node(n.args[0])) &&
                    c_.node(n.args[0]).args[2] == id,
                named(id) + " takes turns and does not hold");
    require(traits.min_args <= n.args.size() && n.args.size() <= traits.max_args,
            fmt::format("{} has {} arguments", named(id), n.args.size()));
    for (auto arg : n.args)
        require(traits.takes_arrays || !c_.node(arg).is_array(),
                named(id) + " reads an array as a number");
    bool keeps_shape = n.is_register() || n.op == Op::within;
    require(!keeps_shape || n.elements == c_.node(n.args[0]).elements,
            fmt::format("{} has {} elements, its argument another count", named(id), n.elements));
}

bool Verifier::has_data(const Node& n) const {
    switch (n.op) {
        case Op::constant:
            return n.data.size() == 1;
        case Op::sum:
            return n.data.size() == n.args.size() &&
                   std::all_of(n.data.begin(), n.data.end(),
                               [](const Int& sign) { return sign == 1 || sign == -1; });
        case Op::bit_not:
            return n.data.size() == 1 && n.data[0] == pow2(argument(n, 0).width()) - 1;
        case Op::lookup:
            return !argument(n, 0).is_signed() && n.data.size() > argument(n, 0).hi;
        case Op::leading_zeros:
            return n.data.size() == 1 && n.data[0] >= argument(n, 0).width();
        case Op::concat: {
            std::vector<Int> widths;
            for (auto arg : n.args)
                widths.insert(widths.end(), c_.node(arg).count(), c_.node(arg).range.width());
            return n.data == widths;
        }
        case Op::choice:
            return n.data.size() == 1 && n.data[0] < c_.forms.size() &&
                   argument(n, 0).width() == argument(n, 1).width() &&
                   argument(n, 0).is_signed() == argument(n, 1).is_signed();
        case Op::split:
            return n.range.width() * n.elements == argument(n, 0).width();
        case Op::gather:
            return n.elements == n.args.size();
        case Op::slice:
            return n.lo <= n.hi;
        case Op::elements:
            return n.lo <= n.hi && n.hi < c_.node(n.args[0]).elements &&
                   std::max(1u, n.elements) == n.hi - n.lo + 1;
        default:
            return n.data.empty();
    }
}

void Verifier::data(NodeId id) const {
    require(has_data(c_.node(id)), named(id) + " has data that do not fit its arguments");
}

Range Verifier::sum(const Node& n) const {
    Range total = Range::point(0);
    for (std::size_t i = 0; i < n.args.size(); ++i) {
        const auto& term = c_.node(n.args[i]);
        Range all{term.range.lo * term.count(), term.range.hi * term.count()};
        total = total + (n.data[i] < 0 ? -all : all);
    }
    return total;
}

Range Verifier::joined(const Node& n, std::size_t first) const {
    auto all = argument(n, first);
    for (std::size_t i = first + 1; i < n.args.size(); ++i) all = join(all, argument(n, i));
    return all;
}

/// The range of a node by its arguments; a range stated or declared is taken as it is.
Range Verifier::computed(const Node& n) const {
    switch (n.op) {
        case Op::constant:
            return Range::point(n.data[0]);
        case Op::sum:
            return sum(n);
        case Op::product:
            return argument(n, 0) * argument(n, 1);
        case Op::shift_left:
            return argument(n, 0) << argument(n, 1);
        case Op::shift_right:
            return argument(n, 0) >> argument(n, 1);
        case Op::bit_and: {
            auto all = argument(n, 0);
            for (auto arg : n.args) all.hi = std::min(all.hi, c_.node(arg).range.hi);
            return {0, all.hi};
        }
        case Op::bit_or:
        case Op::bit_xor:
            return {0, pow2(joined(n, 0).width()) - 1};
        case Op::bit_not:
            return {n.data[0] - argument(n, 0).hi, n.data[0] - argument(n, 0).lo};
        case Op::less:
        case Op::equal:
            return Range::bit();
        case Op::mux:
            return joined(n, 1);
        case Op::choice:
        case Op::slice: {
            auto whole = argument(n, 0);
            unsigned width = n.hi - n.lo + 1;
            if (n.hi + 1 >= whole.width() && whole.is_signed() == n.range.is_signed())
                return whole >> Range::point(n.lo);
            return n.range.is_signed() ? Range::signed_bits(width) : Range::unsigned_bits(width);
        }
        case Op::concat: {
            Int width = 0;
            for (const auto& part : n.data) width += part;
            return Range::unsigned_bits(static_cast<unsigned>(width));
        }
        case Op::lookup: {
            auto reached = n.data.begin() + static_cast<long>(argument(n, 0).hi) + 1;
            auto [lo, hi] = std::minmax_element(n.data.begin(), reached);
            return {*lo, *hi};
        }
        case Op::leading_zeros:
            return {n.data[0] - argument(n, 0).width(), n.data[0]};
        case Op::max: {
            auto all = joined(n, 0);
            for (auto arg : n.args) all.lo = std::max(all.lo, c_.node(arg).range.lo);
            return all;
        }
        case Op::gather:
        case Op::elements:
        case Op::state:
        case Op::delay:
            return joined(n, 0);
        case Op::instance:
            return c_.instances[n.instance].module->outputs()[n.port]->range;
        case Op::input:
        case Op::split:
        case Op::within:
            return n.range;
    }
    return n.range;
}

void Verifier::range(NodeId id) const {
    const auto& n = c_.node(id);
    require(n.range.lo <= n.range.hi, named(id) + " has no values");
    auto can_be = computed(n);
    require(n.range.contains(can_be), fmt::format("{} can be {}, its range is {}", named(id),
                                                  to_string(can_be), to_string(n.range)));
}

void verify(const Circuit& circuit, std::set<const Circuit*>& done) {
    if (!done.insert(&circuit).second) return;
    for (const auto& instance : circuit.instances) verify(*instance.module, done);
    Verifier(circuit).run();
}

}  // namespace

void verify(const Circuit& circuit) {
    std::set<const Circuit*> done;
    verify(circuit, done);
}

}  // namespace mxgen::ir
