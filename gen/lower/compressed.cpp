// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/compressed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gen/ir/analysis.h"
#include "gen/ir/rewrite.h"
#include "gen/ir/verify.h"
#include "gen/lower/booth.h"
#include "gen/lower/choose.h"
#include "gen/lower/heap.h"
#include "gen/lower/terms.h"

namespace mxgen::lower {

using namespace ir;

namespace {

/// A heap's sum as a number of the range that it is known to have.
Value number(const Value& pattern, const Range& range) {
    auto value = range.is_signed() ? pattern.as_signed(range.width()) : pattern;
    return value.within(range.lo, range.hi);
}

/// Replaces one output of a module by the wires of its weighted bits, lowest in bit 0.
class Opener : public Rewriter {
  public:
    Opener(std::string port, const Costs& costs, Goal goal)
        : port_(std::move(port)), costs_(costs), goal_(goal) {}
    HeapTerms terms;  ///< how the word of bits makes up the number

  protected:
    void end(const Circuit& source, Circuit& target) override {
        (void)source;
        for (auto& port : target.ports) {
            if (port.is_input || port.name != port_) continue;
            terms = terms_of(target, port.node, costs_, goal_);
            std::vector<Value> wires;
            for (const auto& bit : terms.bits) wires.push_back(bit.wire);
            for (const auto& sign : terms.signs) wires.push_back(sign.wire);
            std::reverse(wires.begin(), wires.end());
            port.node = concat(wires).id_in(target);
            port.range = target.node(port.node).range;
        }
    }

  private:
    std::string port_;
    Costs costs_;
    Goal goal_;
};

class Compressor : public Rewriter {
  public:
    Compressor(const Costs& costs, Goal goal, LoneProducts lone, std::vector<Choice>& choices)
        : costs_(costs), goal_(goal), lone_(lone), choices_(choices) {}

  protected:
    void begin(const Circuit& source) override {
        auto count = readers(source);
        for (const auto& n : source.nodes) {
            if (n.op != Op::sum) continue;
            for (auto arg : n.args)
                if (opens(source, source.node(arg)) && count[arg] == 1) open(source, arg);
        }
    }

    std::shared_ptr<const Circuit> rewrite_module(const Circuit& source, unsigned index) override {
        auto found = modules_.find({&source, index});
        if (found != modules_.end()) return found->second;
        const bool is_array = source.instances[index].elements != 0;
        lanes_ += is_array;
        auto module = Rewriter::rewrite_module(source, index);
        lanes_ -= is_array;
        return module;
    }

    NodeId rewrite(Circuit& target, const Node& node) override {
        if (node.op == Op::instance) return copy_instance(target, node);
        bool has_open =
            node.op == Op::sum && std::any_of(node.args.begin(), node.args.end(), [&](NodeId id) {
                return parts_.contains({&target, id});
            });
        if (has_open) return heap_sum(target, node);
        return pays_for_tree(target, node) ? product(target, node) : target.add(node);
    }

  private:
    // Bits of the narrower operand from which a product's own tree has the smaller area x delay
    // (docs/lowering.md): always, and where it stands alone and another path is the longest.
    static constexpr unsigned tree_bits = 4, beside_loop_bits = 9;

    static bool opens(const Circuit& c, const Node& n) {
        return n.op == Op::instance && n.is_array() &&
               !c.instances[n.instance].module->is_clocked() &&
               !c.instances[n.instance].module->outputs()[n.port]->elements;
    }

    void open(const Circuit& source, NodeId id) {
        const auto& n = source.node(id);
        const auto& module = source.instances[n.instance].module;
        for (const auto& inside : module->nodes)
            if (is_product(*module, inside)) note_product(*module, inside);
        Opener opener(module->outputs()[n.port]->name, costs_, goal_);
        modules_[{&source, n.instance}] = opener.run(module);
        for (const auto& choice : opener.terms.choices) note(choice);
        const auto& opened = modules_[{&source, n.instance}];
        opened_[opened.get()] = {n.port, opener.terms};
        gates_[&opened_[opened.get()].second] = gates_in(*opened);
    }

    /// Gates of what the outputs need.
    double gates_in(const Circuit& c) const {
        const auto live = output_cone(c);
        double gates = 0;
        for (NodeId id = 0; id < c.nodes.size(); ++id)
            if (live[id]) gates += gates_of(c, c.node(id), costs_);
        return gates;
    }

    NodeId copy_instance(Circuit& target, const Node& node) {
        const auto* module = target.instances[node.instance].module.get();
        auto found = opened_.find(module);
        if (found == opened_.end() || found->second.first != node.port) return target.add(node);
        auto opened = node;
        opened.range = module->outputs()[node.port]->range;
        auto id = target.add(opened);
        parts_[{&target, id}] = &found->second.second;
        return id;
    }

    NodeId heap_sum(Circuit& target, const Node& node) {
        unsigned width = node.range.width();
        BitHeap heap(target, width, costs_, goal_);
        for (std::size_t i = 0; i < node.args.size(); ++i) {
            auto part = parts_.find({&target, node.args[i]});
            if (part != parts_.end())
                add_instances(heap, target, Array{&target, node.args[i]}, *part->second);
            else
                heap.add(plain_terms(target, node, i));
        }
        return finish(heap, target, node);
    }

    NodeId finish(BitHeap& heap, Circuit& target, const Node& node) {
        auto plans = heap.plans();
        note(choice_of(fmt::format("{}: {} {}", target.name, name_of(node.op), node.name), plans));
        return number(heap.sum(plans.front()), node.range).id_in(target);
    }

    static bool is_product(const Circuit& c, const Node& node) {
        return node.op == Op::product && c.node(node.args[0]).op != Op::constant &&
               c.node(node.args[1]).op != Op::constant;
    }

    bool pays_for_tree(const Circuit& c, const Node& node) const {
        if (!is_product(c, node)) return false;
        const Range &a = c.node(node.args[0]).range, &b = c.node(node.args[1]).range;
        const bool is_left =
            lone_ == LoneProducts::by_width && lanes_ == 0 && !a.is_signed() && !b.is_signed();
        return std::min(a.width(), b.width()) >= (is_left ? beside_loop_bits : tree_bits);
    }

    NodeId product(Circuit& target, const Node& node) {
        BitHeap heap(target, node.range.width(), costs_, goal_);
        note_product(target, node);
        heap.add(terms_of(target, target.add(node), costs_, goal_));
        return finish(heap, target, node);
    }

    void note_product(const Circuit& c, const Node& node) {
        auto a = c.node(node.args[0]).range, b = c.node(node.args[1]).range;
        if (a.width() < b.width()) std::swap(a, b);
        Candidate array{"array of bit products", array_product(a, b, costs_)};
        Candidate booth{"Booth, radix 4", booth_product(a, b, costs_)};
        if (booth.estimate.merit(goal_) < array.estimate.merit(goal_)) std::swap(array, booth);
        note({fmt::format("{}: product of {} by {} bits", c.name, a.width(), b.width()),
              array,
              {booth}});
    }

    void note(const Choice& choice) { choices_.push_back(choice); }

    HeapTerms plain_terms(Circuit& target, const Node& node, std::size_t i) {
        auto term = target.add(
            {.op = Op::sum, .range = node.range, .args = {node.args[i]}, .data = {node.data[i]}});
        return terms_of(target, term, costs_, goal_);
    }

    void add_instances(BitHeap& heap, Circuit& target, const Array& words, const HeapTerms& terms) {
        BitHeap* into = &heap;
        std::vector<HeapBit> signs;
        if (costs_.carry_cells) heap.counts_before(words.size() * gates_.at(&terms));
        for (unsigned k = 0; k < words.size(); ++k) {
            auto word = words[k];
            for (std::size_t i = 0; i < terms.bits.size(); ++i) {
                auto bit = terms.bits[i];
                bit.wire = word.bit(static_cast<unsigned>(i));
                into->add(bit);
            }
            for (std::size_t i = 0; i < terms.signs.size(); ++i) {
                auto sign = terms.signs[i];
                sign.wire = word.bit(static_cast<unsigned>(terms.bits.size() + i));
                signs.push_back(sign);
            }
            heap.add_constant(terms.constant);
        }
        if (!signs.empty()) add_signs(heap, target, signs, terms.sign_weight);
    }

    /// C signs of terms in ones' complement add C - C * 2^weight: counted once and added twice, or
    /// each added twice, whichever is cheaper.
    void add_signs(BitHeap& heap, Circuit& target, const std::vector<HeapBit>& signs,
                   unsigned weight) {
        BitHeap counter(target, Range{0, signs.size()}.width(), costs_, goal_);
        for (const auto& sign : signs) counter.add(sign);
        auto direct = heap;
        add_twice(direct, signs, weight);
        Candidate each{"each added twice", direct.estimate()};
        const auto counted = [&] {
            auto whole = heap;
            add_twice(whole, counter.preview(), weight);
            return whole.estimate();
        };
        Candidate once{"counted once, added twice", counted()};
        if (costs_.carry_cells) {
            // What the count takes longer the whole may take longer.
            auto small = counter;
            counter.serve(Goal::delay);
            const auto fast = counted();
            if (fast.merit(goal_) < once.estimate.merit(goal_))
                once.estimate = fast;
            else
                counter = small;
        }
        bool count = once.estimate.merit(goal_) < each.estimate.merit(goal_);
        note({target.name + ": signs of the terms", count ? once : each, {count ? each : once}});
        add_twice(heap, count ? counter.compressed() : signs, weight);
    }

    /// +bits and -bits * 2^weight.
    static void add_twice(BitHeap& heap, const std::vector<HeapBit>& bits, unsigned weight) {
        for (auto bit : bits) {
            heap.add(bit);
            bit.weight += weight;
            bit.inverted = !bit.inverted;
            heap.add(bit);
            heap.add_constant(-pow2(bit.weight));
        }
    }

    Costs costs_;
    Goal goal_;
    LoneProducts lone_;
    std::vector<Choice>& choices_;
    unsigned lanes_ = 0;  ///< arrays of instances around the circuit that is rewritten
    std::map<std::pair<const Circuit*, unsigned>, std::shared_ptr<const Circuit>> modules_;
    std::map<const Circuit*, std::pair<unsigned, HeapTerms>> opened_;
    std::map<const HeapTerms*, double> gates_;  ///< of a module that was opened
    std::map<std::pair<const Circuit*, NodeId>, const HeapTerms*> parts_;
};

}  // namespace

Lowered compressed(const std::shared_ptr<const Circuit>& source, Goal goal, const Costs& costs,
                   LoneProducts lone) {
    Lowered lowered;
    auto one_form = chosen(source, goal, lowered.choices);
    lowered.circuit = Compressor(costs, goal, lone, lowered.choices).run(one_form);
    verify(*lowered.circuit);
    return lowered;
}

}  // namespace mxgen::lower
