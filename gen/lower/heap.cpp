// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/heap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "gen/lower/carries.h"

namespace mxgen::lower {

using namespace ir;

namespace {

/// Shares of the earliest delay that a final adder may spend; with the last one carries ripple.
const std::vector<double> allowances{0, 0.05, 0.12, 0.3, 100};
/// Shares by which cells among gates may make a tree later.
constexpr std::array slacks{0.0, 0.03, 0.06, 0.1, 0.15, 0.22};
/// Columns that a tree may ripple down to one bit, at most: what comes later is late anyway, and
/// in hundreds of columns a few make no difference.
unsigned max_rippled(unsigned width) { return width > 128 ? 2 : std::min(width, 16u); }

Value with_polarity(const HeapBit& bit, bool inverted) {
    return bit.inverted == inverted ? bit.wire : (!bit.wire).as(fmt::format("n{}", bit.weight));
}

Candidate candidate_of(const SumPlan& plan) {
    auto columns = static_cast<double>(plan.adder.carries.size());
    auto joins = static_cast<double>(plan.adder.joins.size());
    auto kind = joins < columns
                    ? std::string("carries ripple")
                    : fmt::format("parallel prefix, {:.1f} joins a column", joins / columns);
    const auto* tree = plan.counters == Counters::cells   ? "compressor tree"
                       : plan.counters == Counters::gates ? "compressor tree of gates"
                                                          : "mixed compressor tree";
    return {fmt::format("{}, {}", tree, kind), plan.estimate};
}

}  // namespace

const std::shared_ptr<const Circuit>& full_adder() {
    static const auto cell = [] {
        Module m{"mx_fa", "Full adder: a_i + b_i + c_i = sum_o + 2 carry_o."};
        m.stands_for(AdderCell::full_adder);
        auto a = m.input("a_i", Range::bit()), b = m.input("b_i", Range::bit());
        auto c = m.input("c_i", Range::bit());
        m.output("sum_o", a ^ b ^ c);
        m.output("carry_o", (a & b) | (c & (a | b)));
        return m.circuit();
    }();
    return cell;
}

const std::shared_ptr<const Circuit>& full_adder_of_gates() {
    static const auto cell = [] {
        Module m{"mx_fg",
                 "Full adder of gates, quick from c_i: a_i + b_i + c_i = sum_o + 2 carry_o."};
        m.stands_for(AdderCell::full_adder_of_gates);
        auto a = m.input("a_i", Range::bit()), b = m.input("b_i", Range::bit());
        auto c = m.input("c_i", Range::bit());
        auto either = (a ^ b).as("either");
        m.output("sum_o", either ^ c);
        m.output("carry_o", (a & b) | (either & c));
        return m.circuit();
    }();
    return cell;
}

const std::shared_ptr<const Circuit>& half_adder() {
    static const auto cell = [] {
        Module m{"mx_ha", "Half adder: a_i + b_i = sum_o + 2 carry_o."};
        m.stands_for(AdderCell::half_adder);
        auto a = m.input("a_i", Range::bit()), b = m.input("b_i", Range::bit());
        m.output("sum_o", a ^ b);
        m.output("carry_o", a & b);
        return m.circuit();
    }();
    return cell;
}

BitHeap::BitHeap(Circuit& circuit, unsigned width, const Costs& costs, Goal goal)
    : circuit_(&circuit), width_(width), costs_(costs), goal_(goal) {}

void BitHeap::add(const HeapBit& bit) {
    if (bit.weight < width_) bits_.push_back(bit);
}

void BitHeap::add(const HeapTerms& terms) {
    for (const auto& bit : terms.bits) add(bit);
    add_constant(terms.constant);
}

std::vector<std::vector<WaitingBit>> BitHeap::columns() const {
    std::vector<std::vector<WaitingBit>> columns(width_);
    for (unsigned i = 0; i < bits_.size(); ++i)
        columns[bits_[i].weight].push_back({i, bits_[i].arrival, bits_[i].inverted});
    return columns;
}

/// When the bits of each column can be added.
std::vector<std::vector<double>> BitHeap::arrivals_of(const CompressorPlan& plan) const {
    std::vector<std::vector<double>> columns;
    for (const auto& column : plan.columns) {
        columns.emplace_back();
        for (const auto& bit : column)
            columns.back().push_back(bit.arrival + bit.inverted * costs_.delays.inverter);
    }
    return columns;
}

/// Counters of more than one kind are a choice where the library's gates are known.
std::vector<BitHeap::Mixture> BitHeap::mixtures() const {
    if (!costs_.full_cell) return {{Counters::gates}};
    if (!costs_.full_gates) return {{Counters::cells}};
    std::vector<Mixture> all{{Counters::cells}};
    for (const double slack : slacks) all.push_back({Counters::mixed, slack});
    all.push_back({Counters::gates});
    return all;
}

CompressorPlan BitHeap::first_plan() const {
    const auto merit = [&](const CompressorPlan& made) {
        double latest = 0;
        for (const auto& column : arrivals_of(made))
            for (const double arrival : column) latest = std::max(latest, arrival);
        return CostEstimate{made.cost, latest}.merit(goal_);
    };
    std::optional<CompressorPlan> best;
    for (const auto& [counters, slack] : mixtures()) {
        auto plan = plan_compressor(columns(), constant(), 0, costs_, counters, slack);
        if (!best || merit(plan) < merit(*best)) best = std::move(plan);
    }
    return *best;
}

Choice choice_of(const std::string& part, const std::vector<SumPlan>& plans) {
    Choice choice{part, candidate_of(plans.front()), {}};
    for (const auto& plan : plans) {
        auto other = candidate_of(plan);
        bool known = other.structure == choice.chosen.structure;
        for (const auto& seen : choice.others) known = known || seen.structure == other.structure;
        if (!known) choice.others.push_back(other);
    }
    return choice;
}

std::vector<HeapBit> BitHeap::preview() const {
    std::vector<HeapBit> left;
    auto plan = first_plan();
    for (unsigned weight = 0; weight < width_; ++weight)
        for (const auto& waiting : plan.columns[weight])
            left.push_back({{}, weight, waiting.inverted, waiting.arrival});
    return left;
}

/// The cost of a tree and the adder behind it.
CostEstimate BitHeap::estimate_of(const CompressorPlan& tree, const PrefixPlan& adder) const {
    const auto& cost = costs_.gates;
    const double share = static_cast<double>(bits_.size()) * (cost.gate + cost.exclusive_or);
    return {before_.value_or(share) + tree.cost +
                static_cast<double>(adder.joins.size()) * cost.prefix + width_ * cost.exclusive_or,
            adder.arrival + costs_.delays.exclusive_or};
}

bool BitHeap::is_better(const SumPlan& a, const SumPlan& b) const {
    return a.estimate.merit(goal_) < b.estimate.merit(goal_);
}

/// A plan for each allowance.
std::vector<SumPlan> BitHeap::plans_of(unsigned rippled, const Mixture& mixture) const {
    const auto& [counters, slack] = mixture;
    const auto tree = plan_compressor(columns(), constant(), rippled, costs_, counters, slack);
    std::vector<SumPlan> plans;
    for (auto& adder : plan_prefixes(arrivals_of(tree), allowances, costs_.delays)) {
        const auto estimate = estimate_of(tree, adder);
        plans.push_back({tree, std::move(adder), estimate, counters});
    }
    return plans;
}

/// For each allowance the number of rippled columns that serves the goal best.
std::vector<SumPlan> BitHeap::plans() const {
    std::vector<SumPlan> plans, others;
    const auto best = [&](const std::vector<SumPlan>& of) {
        return std::min_element(of.begin(), of.end(), [&](const SumPlan& a, const SumPlan& b) {
            return is_better(a, b);
        });
    };
    Mixture chosen{};
    for (const auto& mixture : mixtures()) {
        auto found = plans_of(0, mixture);
        if (plans.empty() || is_better(*best(found), *best(plans)))
            std::swap(plans, found), chosen = mixture;
        if (!found.empty()) others.push_back(*best(found));
    }
    for (unsigned rippled = 1; rippled <= max_rippled(width_); ++rippled) {
        const auto found = plans_of(rippled, chosen);
        for (std::size_t i = 0; i < plans.size(); ++i)
            if (is_better(found[i], plans[i])) plans[i] = found[i];
    }
    const auto first = best(plans) - plans.begin();
    std::rotate(plans.begin(), plans.begin() + first, plans.begin() + first + 1);
    plans.insert(plans.end(), others.begin(), others.end());
    return plans;
}

/// A constant one in a column is gates: a cell with a constant pin would stay a whole cell.
void BitHeap::build_one(const AdderStep& step, std::vector<HeapBit>& bits) {
    HeapBit sum{{}, step.weight, true, 0}, carry{{}, step.weight + 1, false, 0};
    Value one{circuit_, circuit_->constant(1)};
    if (step.operands.empty()) {
        sum = {one, step.weight, false, 0};
        carry.wire = Value{circuit_, circuit_->constant(0)};
    } else if (step.operands.size() == 1) {
        carry.wire = with_polarity(bits[step.operands[0]], false);
        sum.wire = carry.wire;
    } else {
        auto a = with_polarity(bits[step.operands[0]], false);
        auto b = with_polarity(bits[step.operands[1]], false);
        sum.wire = (a ^ b).as(fmt::format("s{}", step.weight));
        carry.wire = (a | b).as(fmt::format("k{}", step.weight + 1));
    }
    bits[step.sum] = sum, bits[step.carry] = carry;
}

void BitHeap::build_step(const AdderStep& step, std::vector<HeapBit>& bits) {
    if (step.kind == AdderStep::Kind::one) return build_one(step, bits);
    build_cell(step, bits);
}

void BitHeap::build_cell(const AdderStep& step, std::vector<HeapBit>& bits) {
    const bool is_half = step.kind == AdderStep::Kind::half,
               of_gates = step.kind == AdderStep::Kind::gates;
    const auto& cell = is_half ? half_adder() : of_gates ? full_adder_of_gates() : full_adder();
    std::vector<Binding> pins;
    for (std::size_t i = 0; i < step.operands.size(); ++i)
        pins.emplace_back(std::string(1, static_cast<char>('a' + i)) + "_i",
                          with_polarity(bits[step.operands[i]], step.inverted));
    auto name = fmt::format("u_{}_{}",
                            is_half    ? "ha"
                            : of_gates ? "fg"
                                       : "fa",
                            circuit_->instances.size());
    auto made = instantiate(*circuit_, cell, name, 0, pins);
    const Counter& counter = is_half    ? costs_.half
                             : of_gates ? *costs_.full_gates
                                        : *costs_.full_cell;
    // The complement of a pin that is one already is the cell's own wire.
    const auto output = [&](const char* port, const std::string& name, unsigned weight, bool flip) {
        auto wire = made.value(port).as(name);
        if (flip) wire = (!wire).as("n" + name);
        return HeapBit{wire, weight, step.inverted != flip, 0};
    };
    bits[step.sum] =
        output("sum_o", fmt::format("s{}", step.weight), step.weight, counter.inverted_sum);
    bits[step.carry] = output("carry_o", fmt::format("k{}", step.weight + 1), step.weight + 1,
                              counter.inverted_carry);
}

std::vector<HeapBit> BitHeap::build(const CompressorPlan& plan) {
    auto bits = bits_;
    for (const auto& step : plan.steps) {
        bits.resize(std::max<std::size_t>(bits.size(), step.carry + 1));
        build_step(step, bits);
    }
    std::vector<HeapBit> left;
    for (const auto& column : plan.columns)
        for (const auto& waiting : column) {
            left.push_back(bits[waiting.number]);
            left.back().arrival = waiting.arrival;
        }
    return left;
}

std::vector<HeapBit> BitHeap::compressed() { return build(first_plan()); }

Value BitHeap::sum(const SumPlan& plan) {
    std::vector<std::vector<TimedBit>> rows(width_);
    for (const auto& bit : build(plan.tree))
        rows[bit.weight].push_back({with_polarity(bit, false), bit.arrival});
    return add_rows(*circuit_, rows, plan.adder, costs_);
}

}  // namespace mxgen::lower
