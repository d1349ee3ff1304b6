// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/rewrite.h"

namespace mxgen::ir {

std::shared_ptr<const Circuit> Rewriter::run(const std::shared_ptr<const Circuit>& source) {
    auto& result = done_[source];
    if (!result) result = source->is_external ? source : copy(*source);
    return result;
}

NodeId Rewriter::rewrite(Circuit& target, const Node& node) { return target.add(node); }

std::shared_ptr<const Circuit> Rewriter::rewrite_module(const Circuit& source, unsigned instance) {
    return run(source.instances[instance].module);
}

unsigned Rewriter::copy_instance(const Circuit& source, Circuit& target, std::size_t index,
                                 const std::vector<NodeId>& map) {
    auto instance = source.instances[index];
    instance.module = rewrite_module(source, static_cast<unsigned>(index));
    for (auto& id : instance.inputs) id = map[id];
    return target.add_instance(std::move(instance));
}

std::shared_ptr<const Circuit> Rewriter::copy(const Circuit& source) {
    begin(source);
    auto target = std::make_shared<Circuit>();
    target->name = source.name;
    target->doc = source.doc;
    target->cell = source.cell;
    target->forms = source.forms;
    std::vector<NodeId> map(source.nodes.size());
    auto mapped = [&](std::vector<NodeId> ids) {
        for (auto& id : ids) id = map[id];
        return ids;
    };
    std::vector<unsigned> instances;  // a pass may add instances of its own in between
    for (NodeId id = 0; id < source.nodes.size(); ++id) {
        if (drops(source, id)) continue;
        auto node = source.nodes[id];
        if (node.op == Op::instance) {
            while (instances.size() <= node.instance)
                instances.push_back(copy_instance(source, *target, instances.size(), map));
            node.instance = instances[node.instance];
        }
        bool is_state = node.op == Op::state;
        node.args = is_state ? std::vector<NodeId>{} : mapped(node.args);
        target->part = node.part;
        map[id] = rewrite(*target, node);
        if (node.reset) map[id] = target->control(map[id], *node.reset);
        auto& copied = target->nodes[map[id]];
        if (copied.name.empty()) copied.name = node.name;
    }
    target->part = DesignPart::none;
    for (NodeId id = 0; id < source.nodes.size(); ++id)
        if (source.nodes[id].op == Op::state && !drops(source, id))
            target->nodes[map[id]].args = mapped(source.nodes[id].args);
    for (auto port : source.ports) {
        port.node = map[port.node];
        target->add_port(std::move(port));
    }
    if (source.clock_enable) target->clock_enable = map[*source.clock_enable];
    end(source, *target);
    return target;
}

}  // namespace mxgen::ir
