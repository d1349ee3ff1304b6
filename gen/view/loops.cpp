// SPDX-License-Identifier: Apache-2.0
#include "gen/view/loops.h"

#include <algorithm>
#include <limits>

namespace mxgen::view {

using namespace ir;

namespace {

class Components {
  public:
    explicit Components(const Circuit& c) : c_(c), order_(c.nodes.size()), low_(c.nodes.size()) {}

    void visit(NodeId id) {
        if (order_[id]) return;
        order_[id] = low_[id] = ++count_;
        stack_.push_back(id);
        for (auto arg : waits_for(c_, c_.node(id))) {
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

}  // namespace

const std::vector<NodeId>& waits_for(const Circuit& c, const Node& n) {
    return n.op == Op::instance ? c.instances[n.instance].inputs : n.args;
}

std::vector<std::vector<NodeId>> components(const Circuit& c) {
    Components found(c);
    for (const auto* port : c.outputs()) found.visit(port->node);
    return found.take();
}

bool is_loop(const Circuit& c, const std::vector<NodeId>& members) {
    const auto& n = c.node(members[0]);
    return members.size() > 1 || (n.op == Op::state && n.args[0] == members[0]);
}

Merging merging_of(const Circuit& c, const std::vector<NodeId>& loop) {
    const auto shifts = [&](NodeId id) {
        const auto& n = c.node(id);
        const bool shift = n.op == Op::shift_left || n.op == Op::shift_right;
        return n.op == Op::leading_zeros || (shift && c.node(n.args[1]).op != Op::constant);
    };
    return std::any_of(loop.begin(), loop.end(), shifts) ? Merging::loop : Merging::whole;
}

}  // namespace mxgen::view
