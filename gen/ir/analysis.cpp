// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/analysis.h"

#include <algorithm>
#include <limits>

namespace mxgen::ir {

namespace {

class Components {
  public:
    explicit Components(const Circuit& c) : c_(c), order_(c.nodes.size()), low_(c.nodes.size()) {}

    void visit(NodeId id) {
        if (order_[id]) return;
        order_[id] = low_[id] = ++count_;
        stack_.push_back(id);
        for (auto arg : reads(c_, c_.node(id))) {
            visit(arg);
            low_[id] = std::min(low_[id], low_[arg]);
        }
        if (low_[id] == order_[id]) close(id);
    }
    std::vector<std::vector<NodeId>> take() { return std::move(found_); }

  private:
    void close(NodeId root) {
        std::vector<NodeId> members;
        do {
            members.push_back(stack_.back());
            stack_.pop_back();
            low_[members.back()] = std::numeric_limits<unsigned>::max();
        } while (members.back() != root);
        std::sort(members.begin(), members.end());
        found_.push_back(std::move(members));
    }

    const Circuit& c_;
    std::vector<unsigned> order_, low_;
    unsigned count_ = 0;
    std::vector<NodeId> stack_;
    std::vector<std::vector<NodeId>> found_;
};

/// Reads from outside the nodes: by outputs and by inputs of instances.
std::vector<unsigned> outer_readers(const Circuit& c) {
    std::vector<unsigned> count(c.nodes.size());
    for (const auto* port : c.outputs()) ++count[port->node];
    for (const auto& instance : c.instances)
        for (auto id : instance.inputs) ++count[id];
    return count;
}

}  // namespace

const std::vector<NodeId>& reads(const Circuit& c, const Node& n) {
    return n.op == Op::instance ? c.instances[n.instance].inputs : n.args;
}

std::vector<unsigned> readers(const Circuit& c) {
    auto count = outer_readers(c);
    for (const auto& n : c.nodes)
        for (auto arg : n.args) ++count[arg];
    return count;
}

std::vector<unsigned> live_uses(const Circuit& c) {
    auto uses = outer_readers(c);
    if (c.clock_enable) ++uses[*c.clock_enable];
    auto count_reads = [&](const Node& n) {
        for (auto arg : n.args) ++uses[arg];
    };
    // A state's next value is created after its readers, so states count as always read.
    for (const auto& n : c.nodes)
        if (n.op == Op::state) count_reads(n);
    for (NodeId id = static_cast<NodeId>(c.nodes.size()); id-- > 0;)
        if (uses[id] && c.nodes[id].op != Op::state) count_reads(c.nodes[id]);
    return uses;
}

std::vector<char> output_cone(const Circuit& c) {
    std::vector<char> cone(c.nodes.size());
    std::vector<NodeId> open;
    for (const auto* port : c.outputs()) open.push_back(port->node);
    while (!open.empty()) {
        auto id = open.back();
        open.pop_back();
        if (cone[id]) continue;
        cone[id] = true;
        const auto& next = reads(c, c.node(id));
        open.insert(open.end(), next.begin(), next.end());
    }
    return cone;
}

std::vector<std::vector<NodeId>> components(const Circuit& c) {
    Components found(c);
    for (const auto* port : c.outputs()) found.visit(port->node);
    return found.take();
}

std::uint64_t register_bits(const Circuit& c) {
    std::uint64_t bits = 0;
    for (const auto& n : c.nodes)
        if (n.is_register()) bits += std::uint64_t{n.range.width()} * n.count();
    for (const auto& instance : c.instances)
        bits += register_bits(*instance.module) * instance.count();
    return bits;
}

bool is_hold(const Circuit& c, const Node& n) {
    if (n.op != Op::mux) return false;
    const auto& state = c.node(n.args[2]);
    return state.op == Op::state && state.turns > 1 && !state.args.empty() &&
           &c.node(state.args[0]) == &n;
}

bool is_loop(const Circuit& c, const std::vector<NodeId>& members) {
    const auto& n = c.node(members[0]);
    return members.size() > 1 || (n.op == Op::state && n.args[0] == members[0]);
}

}  // namespace mxgen::ir
