// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/rewrite.h"

namespace mxgen::ir {

std::shared_ptr<const Circuit> Rewriter::run(const std::shared_ptr<const Circuit>& source) {
    auto& result = done_[source];
    if (!result) result = source->is_external ? source : copy(*source);
    return result;
}

NodeId Rewriter::rewrite(Circuit& target, const Node& node) { return target.add(node); }

std::shared_ptr<const Circuit> Rewriter::copy(const Circuit& source) {
    auto target = std::make_shared<Circuit>();
    target->name = source.name;
    target->doc = source.doc;
    std::vector<NodeId> map(source.nodes.size());
    auto mapped = [&](std::vector<NodeId> ids) {
        for (auto& id : ids) id = map[id];
        return ids;
    };
    std::size_t instances = 0;
    for (NodeId id = 0; id < source.nodes.size(); ++id) {
        auto node = source.nodes[id];
        while (node.op == Op::instance && instances <= node.instance) {
            auto instance = source.instances[instances++];
            instance.module = run(instance.module);
            instance.inputs = mapped(instance.inputs);
            target->instances.push_back(std::move(instance));
        }
        bool is_state = node.op == Op::state;
        node.args = is_state ? std::vector<NodeId>{} : mapped(node.args);
        map[id] = rewrite(*target, node);
        auto& copied = target->nodes[map[id]];
        if (copied.name.empty()) copied.name = node.name;
        if (node.reset) copied.reset = node.reset;
    }
    for (NodeId id = 0; id < source.nodes.size(); ++id)
        if (source.nodes[id].op == Op::state)
            target->nodes[map[id]].args = mapped(source.nodes[id].args);
    target->ports = source.ports;
    for (auto& port : target->ports) port.node = map[port.node];
    if (source.clock_enable) target->clock_enable = map[*source.clock_enable];
    return target;
}

}  // namespace mxgen::ir
