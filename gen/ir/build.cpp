// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/build.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ir/evaluate.h"

namespace mxgen::ir::detail {

void fail(const Circuit& c, const std::string& what) {
    throw CircuitError(fmt::format("{}: {}", c.name, what));
}

std::string described(const Circuit& c, NodeId id) {
    const auto& n = c.node(id);
    return fmt::format("{} {}", n.name.empty() ? name_of(n.op) : n.name, to_string(n.range));
}

Circuit& circuit_of(std::initializer_list<const Value*> values) {
    Circuit* found = nullptr;
    for (auto* value : values) {
        if (value->is_literal()) continue;
        if (found && found != value->circuit())
            throw CircuitError(fmt::format("{}: a wire of module {} is used", found->name,
                                           value->circuit()->name));
        found = value->circuit();
    }
    if (!found) throw CircuitError("an operation on literals only belongs to no module");
    return *found;
}

Circuit& circuit_of(const std::vector<Value>& values) {
    auto wire =
        std::find_if(values.begin(), values.end(), [](const Value& v) { return !v.is_literal(); });
    if (wire == values.end())
        throw CircuitError("an operation on literals only belongs to no module");
    return *wire->circuit();
}

std::vector<NodeId> ids_in(Circuit& c, const std::vector<Value>& values) {
    std::vector<NodeId> ids;
    for (const auto& value : values) ids.push_back(value.id_in(c));
    return ids;
}

static bool all_constant(const Circuit& c, const std::vector<NodeId>& args) {
    return std::all_of(args.begin(), args.end(),
                       [&](NodeId id) { return c.node(id).op == Op::constant; });
}

Value make(Circuit& c, Node node) {
    if (node.range.lo == node.range.hi && node.op != Op::within)
        return {&c, c.constant(node.range.lo)};
    if (node.op != Op::sum && all_constant(c, node.args)) {
        std::vector<Int> args;
        for (auto id : node.args) args.push_back(c.node(id).data[0]);
        return {&c, c.constant(evaluate<Int>(node, args))};
    }
    return {&c, c.add(std::move(node))};
}

Range range_of(const Circuit& c, NodeId id) { return c.node(id).range; }

void require_nonnegative(const Circuit& c, NodeId id, const char* role) {
    if (range_of(c, id).is_signed())
        fail(c, fmt::format("{} may be negative: {}", role, described(c, id)));
}

void require_bit(const Circuit& c, NodeId id, const char* role) {
    if (!Range::bit().contains(range_of(c, id)))
        fail(c, fmt::format("{} is not a single bit: {}", role, described(c, id)));
}

Value make_sum(Circuit& c, const std::vector<NodeId>& terms, const std::vector<bool>& negative) {
    Node node{.op = Op::sum, .range = Range::point(0)};
    Int fixed = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto& term = c.node(terms[i]);
        if (term.op == Op::constant) {
            fixed += negative[i] ? Int(-term.data[0]) : term.data[0];
            continue;
        }
        Range all{term.range.lo * term.count(), term.range.hi * term.count()};
        node.range = node.range + (negative[i] ? -all : all);
        node.args.push_back(terms[i]);
        node.data.push_back(negative[i] ? -1 : 1);
    }
    if (fixed != 0 || node.args.empty()) {
        node.range = node.range + Range::point(fixed);
        node.args.push_back(c.constant(fixed));
        node.data.push_back(1);
    }
    bool single = node.args.size() == 1 && !c.node(node.args[0]).is_array();
    if (single && node.data[0] == 1) return {&c, node.args[0]};
    return make(c, std::move(node));
}

}  // namespace mxgen::ir::detail
