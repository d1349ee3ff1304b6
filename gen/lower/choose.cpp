// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/choose.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gen/ir/analysis.h"
#include "gen/ir/rewrite.h"
#include "gen/lower/costs.h"

namespace mxgen::lower {

using namespace ir;

namespace {

class Chooser : public Rewriter {
  public:
    Chooser(Goal goal, std::vector<Choice>& choices)
        : takes_fast_(goal == Goal::balanced || goal == Goal::delay), choices_(choices) {}

  protected:
    void begin(const Circuit& source) override {
        auto small = needed(source, 0), fast = needed(source, 1);
        note(source, small, fast);
        const auto& kept = takes_fast_ ? fast : small;
        const auto& other = takes_fast_ ? small : fast;
        auto& dropped = dropped_[&source];
        dropped.assign(source.nodes.size(), false);
        // Nodes that the builder left unread behind a form go with it.
        for (NodeId id = 0; id < source.nodes.size(); ++id) {
            const auto& n = source.node(id);
            bool is_behind =
                n.op != Op::state &&
                std::any_of(n.args.begin(), n.args.end(), [&](NodeId arg) { return dropped[arg]; });
            dropped[id] = n.op != Op::input && !kept[id] && (other[id] || is_behind);
        }
    }

    bool drops(const Circuit& source, NodeId id) const override { return dropped_.at(&source)[id]; }

    NodeId rewrite(Circuit& target, const Node& node) override {
        return node.op == Op::choice ? node.args[takes_fast_] : target.add(node);
    }

    void end(const Circuit&, Circuit& target) override { target.forms.clear(); }

  private:
    /// By node: whether the outputs need it when all choices take one form.
    static std::vector<char> needed(const Circuit& source, std::size_t form) {
        auto c = source;
        for (auto& n : c.nodes)
            if (n.op == Op::choice) n.args = {n.args[form]};
        return output_cone(c);
    }

    /// The cost of the nodes that one form needs and the other does not.
    static CostEstimate difference(const Circuit& c, const std::vector<double>& when,
                                   const std::vector<char>& mine, const std::vector<char>& theirs) {
        CostEstimate cost;
        for (NodeId id = 0; id < c.nodes.size(); ++id) {
            if (!mine[id] || theirs[id]) continue;
            cost.gates += gates_of(c, c.node(id));
            cost.delay = std::max(cost.delay, when[id]);
        }
        return cost;
    }

    void note(const Circuit& c, const std::vector<char>& small, const std::vector<char>& fast) {
        if (c.forms.empty()) return;
        auto when = arrivals(c, Costs{});
        auto small_cost = difference(c, when, small, fast);
        auto fast_cost = difference(c, when, fast, small);
        for (const auto& forms : c.forms) {
            Candidate option{forms.fast, fast_cost}, other{forms.small, small_cost};
            if (!takes_fast_) std::swap(option, other);
            choices_.push_back({fmt::format("{}: {}", c.name, forms.part), option, {other}});
        }
    }

    bool takes_fast_;
    std::vector<Choice>& choices_;
    std::map<const Circuit*, std::vector<char>> dropped_;  ///< by node
};

bool has_choices(const Circuit& c) {
    return !c.forms.empty() ||
           std::any_of(c.instances.begin(), c.instances.end(),
                       [](const Instance& instance) { return has_choices(*instance.module); });
}

}  // namespace

std::shared_ptr<const Circuit> chosen(const std::shared_ptr<const Circuit>& source, Goal goal,
                                      std::vector<Choice>& choices) {
    return has_choices(*source) ? Chooser(goal, choices).run(source) : source;
}

}  // namespace mxgen::lower
