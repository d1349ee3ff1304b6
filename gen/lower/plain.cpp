// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/plain.h"

#include <algorithm>

#include "gen/ir/rewrite.h"
#include "gen/ir/verify.h"
#include "gen/lower/choose.h"

namespace mxgen::lower {

namespace {

using namespace ir;

/// A term of a sum with its sign.
struct Term {
    Value value;
    bool negative;
};

Term add(const Term& a, const Term& b) {
    if (a.negative == b.negative) return {a.value + b.value, a.negative};
    return a.negative ? Term{b.value - a.value, false} : Term{a.value - b.value, false};
}

/// Combines neighbours level by level, so that the depth is the logarithm of the count.
template <class T, class Combine>
T balanced(std::vector<T> items, Combine&& combine) {
    while (items.size() > 1) {
        std::vector<T> next;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2)
            next.push_back(combine(items[i], items[i + 1]));
        if (items.size() % 2) next.push_back(items.back());
        items = std::move(next);
    }
    return items[0];
}

std::vector<Value> expanded(Circuit& c, NodeId id) {
    const auto& n = c.node(id);
    if (!n.is_array()) return {Value{&c, id}};
    std::vector<Value> values;
    for (unsigned i = 0, count = n.elements; i < count; ++i) values.push_back(Array{&c, id}[i]);
    return values;
}

std::vector<Value> expanded(Circuit& c, const std::vector<NodeId>& ids) {
    std::vector<Value> values;
    for (auto id : ids)
        for (const auto& value : expanded(c, id)) values.push_back(value);
    return values;
}

Value sum_tree(Circuit& c, const Node& node) {
    std::vector<Term> terms;
    for (std::size_t i = 0; i < node.args.size(); ++i)
        for (const auto& value : expanded(c, node.args[i]))
            terms.push_back({value, node.data[i] < 0});
    auto total = balanced(terms, add);
    return total.negative ? -total.value : total.value;
}

/// Whether any bit is one, and the zeros above the highest one (as bits) if so.
struct Zeros {
    Value any;
    std::vector<Value> count;  ///< highest bit first
};

Zeros merge(const Zeros& high, const Zeros& low) {
    Zeros merged{high.any | low.any, {!high.any}};
    for (std::size_t i = 0; i < high.count.size(); ++i)
        merged.count.push_back(mux(high.any, high.count[i], low.count[i]));
    return merged;
}

Value count_zeros(Circuit& c, const Node& node) {
    Value x{&c, node.args[0]};
    auto width = static_cast<unsigned>(node.data[0]);
    std::vector<Zeros> leaves;
    for (unsigned i = width; i-- > 0;) leaves.push_back({x.bit(i), {}});
    // A one below the lowest bit stops the count at the width.
    Value one{&c, c.constant(1)}, zero{&c, c.constant(0)};
    leaves.push_back({one, {}});
    while (leaves.size() & (leaves.size() - 1)) leaves.push_back({zero, {}});
    return concat(balanced(leaves, merge).count).within(node.range.lo, node.range.hi);
}

/// A selection may be negative as far as ranges tell where the largest is not.
Value largest(Circuit& c, const Node& node) {
    auto select = [](const Value& a, const Value& b) { return mux(a < b, b, a); };
    return balanced(expanded(c, node.args), select).within(node.range.lo, node.range.hi);
}

class PlainLowering : public Rewriter {
  protected:
    NodeId rewrite(Circuit& c, const Node& node) override {
        bool nary =
            node.args.size() > 2 || std::any_of(node.args.begin(), node.args.end(),
                                                [&](NodeId id) { return c.node(id).is_array(); });
        switch (node.op) {
            case Op::sum:
                return nary ? sum_tree(c, node).id_in(c) : c.add(node);
            case Op::max:
                return largest(c, node).id_in(c);
            case Op::leading_zeros:
                return count_zeros(c, node).id_in(c);
            default:
                return c.add(node);
        }
    }
};

}  // namespace

std::shared_ptr<const Circuit> plain(const std::shared_ptr<const Circuit>& source, Goal goal) {
    std::vector<Choice> choices;
    auto lowered = PlainLowering{}.run(chosen(source, goal, choices));
    verify(*lowered);
    return lowered;
}

}  // namespace mxgen::lower
