// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/mutate.h"

#include <algorithm>
#include <functional>
#include <set>

#include "gen/ir/expr.h"
#include "gen/ir/rewrite.h"

namespace mxgen::ir {

namespace {

using Wires = std::vector<Value>;

bool is_scalar(const Circuit& circuit, NodeId id) { return !circuit.node(id).is_array(); }

/// Whether all arguments are scalars, so that the operation can be done again on others.
bool is_plain(const Circuit& circuit, const Node& node) {
    return !node.is_array() &&
           std::ranges::all_of(node.args, [&](NodeId id) { return is_scalar(circuit, id); });
}

/// The terms of a sum with their signs.
Value sum_of(const Node& node, const Wires& args) {
    Wires terms;
    for (std::size_t i = 0; i < args.size(); ++i)
        terms.push_back(node.data[i] < 0 ? -args[i] : args[i]);
    return sum(terms);
}

Value folded(const Wires& args, const std::function<Value(const Value&, const Value&)>& join) {
    Value result = args[0];
    for (std::size_t i = 1; i < args.size(); ++i) result = join(result, args[i]);
    return result;
}

Value conjunction(const Value& a, const Value& b) { return a & b; }
Value disjunction(const Value& a, const Value& b) { return a | b; }
Value difference(const Value& a, const Value& b) { return a ^ b; }

/// The same operation on other scalars; undriven for those that are not done again.
Value again(const Node& node, const Wires& args) {
    switch (node.op) {
        case Op::sum:
            return sum_of(node, args);
        case Op::product:
            return args[0] * args[1];
        case Op::bit_and:
            return folded(args, conjunction);
        case Op::bit_or:
            return folded(args, disjunction);
        case Op::bit_xor:
            return folded(args, difference);
        case Op::less:
            return args[0] < args[1];
        case Op::equal:
            return args[0] == args[1];
        case Op::mux:
            return mux(args[0], args[1], args[2]);
        default:
            return {};
    }
}

/// Another operation on the same scalars; undriven where there is none.
Value another(const Node& node, const Wires& args) {
    switch (node.op) {
        case Op::sum:
            return args.size() < 2 ? Value() : sum_of(node, args) - args[1] - args[1];
        case Op::product:
            return args[0] + args[1];
        case Op::shift_left:
        case Op::shift_right:
        case Op::bit_not:
        case Op::max:
            return args[0];
        case Op::bit_and:
            return folded(args, disjunction);
        case Op::bit_or:
            return folded(args, difference);
        case Op::bit_xor:
            return folded(args, disjunction);
        case Op::less:
            return args[0] <= args[1];
        case Op::equal:
            return args[0] <= args[1];
        case Op::mux:
            return mux(args[0], args[2], args[1]);
        default:
            return {};
    }
}

bool has_another(const Node& node) {
    switch (node.op) {
        case Op::sum:
            return node.args.size() > 1;
        case Op::product:
        case Op::shift_left:
        case Op::shift_right:
        case Op::bit_not:
        case Op::max:
        case Op::bit_and:
        case Op::bit_or:
        case Op::bit_xor:
        case Op::less:
        case Op::equal:
        case Op::mux:
            return true;
        default:
            return false;
    }
}

bool is_done_again(Op op) {
    return op == Op::sum || op == Op::product || op == Op::bit_and || op == Op::bit_or ||
           op == Op::bit_xor || op == Op::less || op == Op::equal || op == Op::mux;
}

/// The pattern of a wire read as its range demands.
Value as_ranged(const Value& pattern, const Range& range) {
    return range.lo < 0 ? pattern.as_signed(range.width()) : pattern;
}

Value stuck(const Value& x, unsigned bit, bool at_one) {
    const unsigned width = x.width();
    const Int mask = pow2(bit), rest = pow2(width) - 1 - mask;
    const Value pattern = x.low(width);
    return as_ranged(at_one ? pattern | Value(mask) : pattern & Value(rest), x.range());
}

/// A value as a wire of exactly that range: widths of what reads it follow from it.
NodeId wire(Circuit& target, const Value& value, const Range& range) {
    const NodeId id = value.id_in(target);
    if (target.node(id).range == range) return id;
    return target.add({.op = Op::within, .range = range, .args = {id}});
}

/// `value` where it fits the range, else `otherwise`.
NodeId fitted(Circuit& target, const Value& value, const Value& otherwise, const Range& range) {
    const Range is = value.range();
    Value result = value;
    if (is.lo < range.lo) result = mux(value < Value(range.lo), otherwise, result);
    if (is.hi > range.hi) result = mux(value > Value(range.hi), otherwise, result);
    return wire(target, result, range);
}

Int next_to_zero(const Range& range) { return std::clamp(Int(0), range.lo, range.hi); }

/// Copies a circuit with one node changed.
class Mutator : public Rewriter {
  public:
    explicit Mutator(const Mutation& mutation) : mutation_(mutation) {}

  private:
    struct Place {
        const Circuit* source;
        NodeId next = 0;
    };

    void begin(const Circuit& source) override { places_.push_back({&source}); }
    void end(const Circuit&, Circuit&) override { places_.pop_back(); }

    NodeId rewrite(Circuit& target, const Node& node) override {
        Place& place = places_.back();
        const bool is_here =
            place.source == mutation_.module.get() && place.next++ == mutation_.node;
        if (is_here) return changed(target, node);
        // Facts that hold without the fault.
        if (node.op == Op::within)
            return fitted(target, Value(&target, node.args[0]), Value(next_to_zero(node.range)),
                          node.range);
        return target.add(node);
    }

    NodeId changed(Circuit& target, const Node& node) const {
        const Value original(&target, target.add(node));
        Wires args;
        for (const NodeId id : node.args) args.emplace_back(&target, id);
        return fitted(target, with_fault(target, node, original, args), original, node.range);
    }

    Value with_fault(Circuit& target, const Node& node, const Value& original, Wires args) const {
        const unsigned i = mutation_.argument, bit = mutation_.bit;
        switch (mutation_.fault) {
            case Fault::operation:
                return another(node, args);
            case Fault::stuck_at_0:
            case Fault::stuck_at_1:
                return stuck(original, bit, mutation_.fault == Fault::stuck_at_1);
            case Fault::disconnected: {
                Node cut = node;
                const Range range = target.node(node.args[i]).range;
                cut.args[i] = wire(target, Value(next_to_zero(range)), range);
                return {&target, target.add(cut)};
            }
            case Fault::constant:
                break;
        }
        if (node.op == Op::lookup) {
            auto table = node.data;
            table[i] = table[i] ^ pow2(bit);
            return lookup(args[0], table);
        }
        args[i] = Value(Int(args[i].range().lo ^ pow2(bit)));
        return again(node, args);
    }

    Mutation mutation_;
    std::vector<Place> places_;
};

/// The bits that a constant's faults change; none of negative ones.
unsigned constant_bits(const Int& x) { return x < 0 ? 0 : Range{0, x}.width(); }

void add_constants(const std::shared_ptr<const Circuit>& c, NodeId id, std::vector<Mutation>& all) {
    const Node& node = c->node(id);
    const auto add = [&](unsigned argument, const Int& value) {
        for (unsigned bit = 0; bit < constant_bits(value); ++bit)
            all.push_back({c, id, Fault::constant, argument, bit});
    };
    if (node.op == Op::lookup)
        for (unsigned i = 0; i < node.data.size(); ++i) add(i, node.data[i]);
    if (!is_done_again(node.op) || !is_plain(*c, node)) return;
    for (unsigned i = 0; i < node.args.size(); ++i)
        if (c->node(node.args[i]).op == Op::constant && c->node(node.args[i]).range.lo >= 0)
            add(i, c->node(node.args[i]).range.lo);
}

void add_node(const std::shared_ptr<const Circuit>& c, NodeId id, std::vector<Mutation>& all) {
    const Node& node = c->node(id);
    if (node.op == Op::input || node.op == Op::constant || node.op == Op::state ||
        node.op == Op::choice || node.op == Op::within)
        return;
    if (has_another(node) && is_plain(*c, node)) all.push_back({c, id, Fault::operation});
    add_constants(c, id, all);
    for (unsigned i = 0; i < node.args.size(); ++i)
        if (is_scalar(*c, node.args[i]) && c->node(node.args[i]).op != Op::constant)
            all.push_back({c, id, Fault::disconnected, i});
    if (node.is_array() || node.is_register()) return;
    for (unsigned bit = 0; bit < node.range.width(); ++bit) {
        all.push_back({c, id, Fault::stuck_at_0, 0, bit});
        all.push_back({c, id, Fault::stuck_at_1, 0, bit});
    }
}

void add_module(const std::shared_ptr<const Circuit>& c, std::set<const Circuit*>& seen,
                std::vector<Mutation>& all) {
    if (c->is_external || !seen.insert(c.get()).second) return;
    for (NodeId id = 0; id < c->nodes.size(); ++id) add_node(c, id, all);
    for (const Instance& instance : c->instances) add_module(instance.module, seen, all);
}

std::string fault_in_words(const Mutation& m) {
    const std::string bit = std::to_string(m.bit), argument = std::to_string(m.argument);
    switch (m.fault) {
        case Fault::operation:
            return "another operation";
        case Fault::constant:
            return "bit " + bit + " of constant " + argument;
        case Fault::stuck_at_0:
            return "bit " + bit + " stuck at 0";
        case Fault::stuck_at_1:
            return "bit " + bit + " stuck at 1";
        case Fault::disconnected:
            break;
    }
    return "argument " + argument + " disconnected";
}

}  // namespace

std::vector<Mutation> mutations_of(const std::shared_ptr<const Circuit>& top) {
    std::vector<Mutation> all;
    std::set<const Circuit*> seen;
    add_module(top, seen, all);
    return all;
}

std::shared_ptr<const Circuit> mutated(const std::shared_ptr<const Circuit>& top,
                                       const Mutation& mutation) {
    return Mutator(mutation).run(top);
}

std::string describe(const Mutation& m) {
    return m.module->name + ", " + label(m.module->node(m.node)) + " (node " +
           std::to_string(m.node) + "): " + fault_in_words(m);
}

}  // namespace mxgen::ir
