// SPDX-License-Identifier: Apache-2.0
#include "gen/view/interpret.h"

#include <fmt/format.h>

#include <map>

#include "gen/ir/evaluate.h"

namespace mxgen::view {

using namespace ir;

/// One node: where its arguments and its result are stored.
struct Interpreter::Step {
    const Node* node;
    bool is_narrow;                   ///< result and arguments fit in int64_t
    bool is_bits = false;             ///< a slice that does, of what does not
    unsigned result;                  ///< first slot
    std::int64_t min = 0, max = 0;    ///< of a narrow fact
    std::vector<unsigned> args = {};  ///< slots, arrays expanded
    std::vector<char> negative = {};  ///< signs of a sum's args
};

/// A slot of a circuit and the slot of a child that it feeds, or that feeds it.
struct Link {
    unsigned child, outer, inner;
};

/// What a register takes at a clock edge, as slots of one width.
struct Move {
    unsigned to, from;
};

/// Shared by all interpreters of one circuit. Slot numbers with the top bit set are wide.
struct InterpreterPlan {
    static constexpr unsigned wide = 1u << 31;

    explicit InterpreterPlan(const std::shared_ptr<const Circuit>& c);

    std::shared_ptr<const Circuit> circuit;
    std::vector<unsigned> slot_of;  ///< first slot of each node
    std::vector<Interpreter::Step> steps;
    std::vector<NodeId> registers;
    std::vector<Move> narrow_moves, wide_moves;
    unsigned narrow_slots = 0, wide_slots = 0;
    std::size_t most_args = 0;                                     ///< of a step
    std::vector<std::shared_ptr<const InterpreterPlan>> children;  ///< by instance
    std::vector<unsigned> first_child;                             ///< by instance
    std::vector<std::vector<Link>> inputs, outputs;                ///< by instance

  private:
    void allocate();
    void plan_steps();
    Interpreter::Step plan_step(NodeId id) const;
    void plan_moves(NodeId id);
    void plan_instances();
    void link_inputs(unsigned instance);
    void link_outputs();
};

namespace {

/// A margin below 64 bits so that sums of many terms cannot pass it by more than a wrap undoes.
bool fits_narrow(const Range& r) { return r.width() <= 62; }

}  // namespace

InterpreterPlan::InterpreterPlan(const std::shared_ptr<const Circuit>& c) : circuit(c) {
    if (c->is_external) throw CircuitError(c->name + ": hand-written text cannot be interpreted");
    allocate();
    plan_instances();
    plan_steps();
}

void InterpreterPlan::allocate() {
    for (const auto& n : circuit->nodes) {
        bool narrow = fits_narrow(n.range);
        auto& next = narrow ? narrow_slots : wide_slots;
        slot_of.push_back(narrow ? next : next | wide);
        next += n.count();
    }
}

Interpreter::Step InterpreterPlan::plan_step(NodeId id) const {
    const auto& n = circuit->nodes[id];
    Interpreter::Step step{.node = &n, .is_narrow = fits_narrow(n.range), .result = slot_of[id]};
    for (std::size_t i = 0; i < n.args.size(); ++i) {
        const auto& arg = circuit->nodes[n.args[i]];
        step.is_narrow = step.is_narrow && fits_narrow(arg.range);
        unsigned first = 0, count = arg.count();
        if (n.op == Op::elements) first = n.lo, count = n.hi - n.lo + 1;
        for (unsigned k = 0; k < count; ++k) {
            unsigned element = n.op == Op::concat ? count - 1 - k : first + k;
            step.args.push_back(slot_of[n.args[i]] + element);
            step.negative.push_back(n.op == Op::sum && n.data[i] < 0);
        }
    }
    step.is_bits = n.op == Op::slice && !step.is_narrow && fits_narrow(n.range);
    if (step.is_narrow) {
        step.min = static_cast<std::int64_t>(n.range.lo);
        step.max = static_cast<std::int64_t>(n.range.hi);
    }
    return step;
}

void InterpreterPlan::plan_moves(NodeId id) {
    const auto& n = circuit->nodes[id];
    for (unsigned k = 0; k < n.count(); ++k) {
        const Move move{slot_of[id] + k, slot_of[n.args.at(0)] + k};
        ((move.to | move.from) & wide ? wide_moves : narrow_moves).push_back(move);
    }
}

void InterpreterPlan::plan_steps() {
    for (NodeId id = 0; id < circuit->nodes.size(); ++id) {
        const auto& n = circuit->nodes[id];
        if (n.is_register()) {
            registers.push_back(id);
            plan_moves(id);
        } else if (n.op != Op::input) {
            steps.push_back(plan_step(id));
            most_args = std::max(most_args, steps.back().args.size());
        }
    }
}

void InterpreterPlan::plan_instances() {
    std::map<const Circuit*, std::shared_ptr<const InterpreterPlan>> plans;
    unsigned first = 0;
    for (const auto& instance : circuit->instances) {
        auto& plan = plans[instance.module.get()];
        if (!plan) plan = std::make_shared<const InterpreterPlan>(instance.module);
        children.push_back(plan);
        first_child.push_back(first);
        first += instance.count();
        link_inputs(static_cast<unsigned>(children.size() - 1));
    }
    link_outputs();
}

/// Inputs wider than the child's are shared out among the elements of an array of instances.
void InterpreterPlan::link_inputs(unsigned index) {
    const auto& instance = circuit->instances[index];
    const auto ports = instance.module->inputs();
    auto& links = inputs.emplace_back();
    for (unsigned k = 0; k < instance.count(); ++k)
        for (std::size_t i = 0; i < ports.size(); ++i) {
            const unsigned width = std::max(1u, ports[i]->elements);
            unsigned from = slot_of[instance.inputs[i]];
            if (circuit->node(instance.inputs[i]).count() > width) from += k * width;
            for (unsigned e = 0; e < width; ++e)
                links.push_back({first_child[index] + k, from + e,
                                 children[index]->slot_of[ports[i]->node] + e});
        }
}

void InterpreterPlan::link_outputs() {
    outputs.resize(circuit->instances.size());
    for (NodeId id = 0; id < circuit->nodes.size(); ++id) {
        const auto& n = circuit->nodes[id];
        if (n.op != Op::instance) continue;
        const auto& child = *children[n.instance];
        const auto& port = *child.circuit->outputs()[n.port];
        const unsigned width = std::max(1u, port.elements);
        for (unsigned e = 0; e < n.count(); ++e)
            outputs[n.instance].push_back({first_child[n.instance] + e / width, slot_of[id] + e,
                                           child.slot_of[port.node] + e % width});
    }
}

Interpreter::Interpreter(const std::shared_ptr<const Circuit>& circuit)
    : Interpreter(std::make_shared<const InterpreterPlan>(circuit)) {}

Interpreter::Interpreter(std::shared_ptr<const InterpreterPlan> plan)
    : plan_(std::move(plan)),
      narrow_(plan_->narrow_slots),
      wide_(plan_->wide_slots),
      scratch_(plan_->most_args),
      taken_narrow_(plan_->narrow_moves.size()),
      taken_wide_(plan_->wide_moves.size()) {
    for (std::size_t i = 0; i < plan_->children.size(); ++i)
        for (unsigned k = 0; k < plan_->circuit->instances[i].count(); ++k)
            children_.push_back(Interpreter(plan_->children[i]));
    reset();
}

Interpreter::~Interpreter() = default;
Interpreter::Interpreter(Interpreter&&) noexcept = default;
Interpreter& Interpreter::operator=(Interpreter&&) noexcept = default;

void Interpreter::store(unsigned slot, const Int& value) {
    if (slot & InterpreterPlan::wide)
        wide_[slot & ~InterpreterPlan::wide] = value;
    else
        narrow_[slot] = static_cast<std::int64_t>(value);
}

Int Interpreter::load(unsigned slot) const {
    return slot & InterpreterPlan::wide ? wide_[slot & ~InterpreterPlan::wide] : Int(narrow_[slot]);
}

void Interpreter::set(const std::string& port, const Int& value, unsigned element) {
    const auto* p = plan_->circuit->find_port(port);
    if (!p || !p->is_input)
        throw CircuitError(fmt::format("{}: no input {}", plan_->circuit->name, port));
    if (!p->range.contains(value))
        throw CircuitError(fmt::format("{}: {} takes {}, not {}", plan_->circuit->name, port,
                                       to_string(p->range), value.str()));
    store(plan_->slot_of[p->node] + element, value);
}

Int Interpreter::get(const std::string& port, unsigned element) const {
    const auto* p = plan_->circuit->find_port(port);
    if (!p) throw CircuitError(fmt::format("{}: no port {}", plan_->circuit->name, port));
    return load(plan_->slot_of[p->node] + element);
}

void Interpreter::eval() {
    std::size_t instances = 0;
    for (const auto& step : plan_->steps) {
        if (step.node->op == Op::instance)
            while (instances <= step.node->instance)
                eval_instance(static_cast<unsigned>(instances++));
        eval_node(step);
        if (check_facts_ && step.node->op == Op::within) check(step);
        if (check_facts_ && step.node->op == Op::choice) check_forms(step);
    }
    // Instances whose outputs nobody reads may still hold state.
    while (instances < plan_->children.size()) eval_instance(static_cast<unsigned>(instances++));
}

void Interpreter::eval_node(const Step& step) {
    switch (step.node->op) {
        case Op::instance:
            return;
        case Op::gather:
        case Op::elements:
        case Op::split:
            return eval_array(step);
        default:
            return step.is_narrow ? eval_narrow(step) : eval_wide(step);
    }
}

void Interpreter::eval_array(const Step& step) {
    const auto& n = *step.node;
    if (n.op != Op::split) {
        for (unsigned k = 0; k < step.args.size(); ++k) copy(step.result + k, *this, step.args[k]);
        return;
    }
    const unsigned width = n.range.width();
    if (step.is_narrow) {
        for (unsigned k = 0; k < n.elements; ++k)
            narrow_[step.result + k] =
                detail::low_bits(narrow_[step.args[0]] >> (k * width), width);
        return;
    }
    const Int whole = load(step.args[0]);
    for (unsigned k = 0; k < n.elements; ++k)
        store(step.result + k, slice(whole, (k + 1) * width - 1, k * width));
}

void Interpreter::eval_narrow(const Step& step) {
    const std::size_t count = step.args.size();
    for (std::size_t i = 0; i < count; ++i) scratch_[i] = narrow_[step.args[i]];
    const std::span<const std::int64_t> args(scratch_.data(), count);
    narrow_[step.result] = step.node->op == Op::sum
                               ? evaluate_sum<std::int64_t>(args, step.negative)
                               : evaluate<std::int64_t>(*step.node, args);
}

/// Few bits of a wide number: most of what wide circuits compute.
void Interpreter::eval_bits(const Step& step) {
    const auto& n = *step.node;
    const unsigned unused = 63 - (n.hi - n.lo);
    const auto top = word_at(wide_[step.args[0] & ~InterpreterPlan::wide], n.lo) << unused;
    narrow_[step.result] = n.range.is_signed() ? static_cast<std::int64_t>(top) >> unused
                                               : static_cast<std::int64_t>(top >> unused);
}

void Interpreter::eval_wide(const Step& step) {
    if (step.is_bits) return eval_bits(step);
    thread_local std::vector<Int> args;
    args.clear();
    for (auto slot : step.args) args.push_back(load(slot));
    const std::span<const Int> span(args);
    store(step.result, step.node->op == Op::sum ? evaluate_sum<Int>(span, step.negative)
                                                : evaluate<Int>(*step.node, span));
}

void Interpreter::eval_instance(unsigned index) {
    for (const auto& link : plan_->inputs[index])
        children_[link.child].copy(link.inner, *this, link.outer);
    const unsigned count = plan_->circuit->instances[index].count();
    for (unsigned k = 0; k < count; ++k) children_[plan_->first_child[index] + k].eval();
    for (const auto& link : plan_->outputs[index])
        copy(link.outer, children_[link.child], link.inner);
}

void Interpreter::copy(unsigned to, const Interpreter& other, unsigned from) {
    if ((to | from) & InterpreterPlan::wide)
        store(to, other.load(from));
    else
        narrow_[to] = other.narrow_[from];
}

bool Interpreter::holds(const Step& step) const {
    if (!step.is_narrow) return step.node->range.contains(load(step.result));
    const auto value = narrow_[step.result];
    return step.min <= value && value <= step.max;
}

void Interpreter::check(const Step& step) const {
    if (holds(step)) return;
    throw CircuitError(fmt::format("{}: {} is {}, stated to lie within {}", plan_->circuit->name,
                                   step.node->name.empty() ? "a wire" : step.node->name,
                                   load(step.result).str(), to_string(step.node->range)));
}

void Interpreter::check_forms(const Step& step) const {
    if (step.is_narrow && narrow_[step.args[0]] == narrow_[step.args[1]]) return;
    auto small = load(step.args[0]), fast = load(step.args[1]);
    if (small != fast)
        throw CircuitError(fmt::format("{}: {} is {} in its small form, {} in its fast one",
                                       plan_->circuit->name, label(*step.node), small.str(),
                                       fast.str()));
}

void Interpreter::clock() {
    for (auto& child : children_) child.clock();
    const auto& c = *plan_->circuit;
    if (c.clock_enable && load(plan_->slot_of[*c.clock_enable]) == 0) return;
    const auto &narrow = plan_->narrow_moves, &wide = plan_->wide_moves;
    for (std::size_t i = 0; i < narrow.size(); ++i) taken_narrow_[i] = narrow_[narrow[i].from];
    for (std::size_t i = 0; i < wide.size(); ++i) taken_wide_[i] = load(wide[i].from);
    for (std::size_t i = 0; i < narrow.size(); ++i) narrow_[narrow[i].to] = taken_narrow_[i];
    for (std::size_t i = 0; i < wide.size(); ++i) store(wide[i].to, taken_wide_[i]);
}

void Interpreter::reset() {
    for (auto& child : children_) child.reset();
    for (const NodeId id : plan_->registers) {
        const auto& n = plan_->circuit->nodes[id];
        if (!n.reset) continue;
        for (unsigned k = 0; k < n.count(); ++k) store(plan_->slot_of[id] + k, *n.reset);
    }
}

void Interpreter::check_facts(bool on) {
    check_facts_ = on;
    for (auto& child : children_) child.check_facts(on);
}

}  // namespace mxgen::view
