// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/heap.h"

#include <fmt/format.h>

#include <algorithm>

namespace mxgen::lower {

using namespace ir;

namespace {

/// Shares of the earliest delay that a final adder may spend; with the last one carries ripple.
const std::vector<double> allowances{0, 0.05, 0.12, 0.3, 100};
/// Columns that a tree may ripple down to one bit, at most: what comes later is late anyway, and
/// in hundreds of columns a few make no difference.
unsigned max_rippled(unsigned width) { return width > 128 ? 2 : std::min(width, 16u); }

Value with_polarity(const HeapBit& bit, bool inverted) {
    return bit.inverted == inverted ? bit.wire : (!bit.wire).as(fmt::format("n{}", bit.weight));
}

std::vector<std::vector<double>> arrivals_of(const CompressorPlan& plan) {
    std::vector<std::vector<double>> columns;
    for (const auto& column : plan.columns) {
        columns.emplace_back();
        for (const auto& bit : column) columns.back().push_back(bit.arrival);
    }
    return columns;
}

Candidate candidate_of(const SumPlan& plan) {
    auto columns = static_cast<double>(plan.adder.carries.size());
    auto joins = static_cast<double>(plan.adder.joins.size());
    auto kind = joins < columns
                    ? std::string("carries ripple")
                    : fmt::format("parallel prefix, {:.1f} joins a column", joins / columns);
    return {"compressor tree, " + kind, plan.estimate};
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

BitHeap::BitHeap(Circuit& circuit, unsigned width, const Delays& delays, Goal goal)
    : circuit_(&circuit), width_(width), delays_(delays), goal_(goal) {}

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
        columns[bits_[i].weight].push_back({i, bits_[i].arrival});
    return columns;
}

CompressorPlan BitHeap::first_plan() const {
    return plan_compressor(columns(), constant(), 0, delays_);
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
            left.push_back({{}, weight, false, waiting.arrival});
    return left;
}

/// The cost of a tree and the adder behind it.
CostEstimate BitHeap::estimate_of(const CompressorPlan& tree, const PrefixPlan& adder) const {
    constexpr Gates cost;
    // A bit stands for the gate that makes it and its share of what comes before.
    auto bits = static_cast<double>(bits_.size());
    return {bits * (cost.gate + cost.exclusive_or) + tree.cost * cost.full_adder +
                static_cast<double>(adder.joins.size()) * cost.prefix + width_ * cost.exclusive_or,
            adder.arrival + delays_.exclusive_or};
}

/// For each allowance the number of rippled columns that serves the goal best.
std::vector<SumPlan> BitHeap::plans() const {
    std::vector<SumPlan> plans;
    for (unsigned rippled = 0; rippled <= max_rippled(width_); ++rippled) {
        auto tree = plan_compressor(columns(), constant(), rippled, delays_);
        auto adders = plan_prefixes(arrivals_of(tree), allowances, delays_);
        for (std::size_t i = 0; i < adders.size(); ++i) {
            auto estimate = estimate_of(tree, adders[i]);
            if (rippled == 0)
                plans.push_back({tree, adders[i], estimate});
            else if (estimate.merit(goal_) < plans[i].estimate.merit(goal_))
                plans[i] = {tree, adders[i], estimate};
        }
    }
    auto best =
        std::min_element(plans.begin(), plans.end(), [&](const SumPlan& a, const SumPlan& b) {
            return a.estimate.merit(goal_) < b.estimate.merit(goal_);
        });
    std::rotate(plans.begin(), best, best + 1);
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
    bool is_full = step.kind == AdderStep::Kind::full;
    auto inverted = std::count_if(step.operands.begin(), step.operands.end(),
                                  [&](unsigned number) { return bits[number].inverted; });
    bool polarity = is_full && inverted >= 2;
    std::vector<Binding> pins;
    for (std::size_t i = 0; i < step.operands.size(); ++i)
        pins.emplace_back(std::string(1, static_cast<char>('a' + i)) + "_i",
                          with_polarity(bits[step.operands[i]], polarity));
    auto name = fmt::format("u_{}_{}", is_full ? "fa" : "ha", circuit_->instances.size());
    auto cell = instantiate(*circuit_, is_full ? full_adder() : half_adder(), name, 0, pins);
    bits[step.sum] = {cell.value("sum_o").as(fmt::format("s{}", step.weight)), step.weight,
                      polarity, 0};
    bits[step.carry] = {cell.value("carry_o").as(fmt::format("k{}", step.weight + 1)),
                        step.weight + 1, polarity, 0};
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
    return add_rows(*circuit_, rows, plan.adder);
}

}  // namespace mxgen::lower
