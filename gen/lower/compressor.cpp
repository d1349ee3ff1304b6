// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/compressor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "gen/ir/poll.h"

namespace mxgen::lower {

namespace {

using Kind = AdderStep::Kind;

/// A bit and a constant one, by their transistors.
constexpr double one_gates = 3;

/// What serves a step's kind.
const Counter& counter_of(Kind kind, const Costs& costs) {
    if (kind == Kind::half || kind == Kind::one) return costs.half;
    return kind == Kind::gates ? *costs.full_gates : *costs.full_cell;
}

/// A counter's pins, the slowest first.
std::vector<unsigned> slowest_first(const Counter& counter, std::size_t pins) {
    std::vector<unsigned> order(pins);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](unsigned a, unsigned b) {
        return std::max(counter.sum[a], counter.carry[a]) >
               std::max(counter.sum[b], counter.carry[b]);
    });
    return order;
}

/// Bits on a counter's pins, and its sum and carry, by arrival and polarity alone.
struct PlacedCounter {
    std::vector<unsigned> pins;  ///< numbers of bits
    WaitingBit sum, carry;
    bool inverted = false;  ///< takes complements
};

/// Whether an adder takes complements: full adders are self-dual.
bool takes_complements(const std::vector<WaitingBit>& bits) {
    return bits.size() == 3 && std::ranges::count(bits, true, &WaitingBit::inverted) >= 2;
}

/// Puts bits on the pins of what serves a step's kind, the latest on the quickest.
PlacedCounter placed(std::vector<WaitingBit> bits, Kind kind, const Costs& costs) {
    const Counter& counter = counter_of(kind, costs);
    PlacedCounter result{std::vector<unsigned>(bits.size()), {}, {}, takes_complements(bits)};
    for (auto& bit : bits)
        if (bit.inverted != result.inverted) bit.arrival += costs.delays.inverter;
    std::stable_sort(bits.begin(), bits.end(), [](const WaitingBit& a, const WaitingBit& b) {
        return a.arrival < b.arrival;
    });
    auto& [pins, sum, carry, inverted] = result;
    const auto order = slowest_first(counter, bits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
        pins[order[i]] = bits[i].number;
        sum.arrival = std::max(sum.arrival, bits[i].arrival + counter.sum[order[i]]);
        carry.arrival = std::max(carry.arrival, bits[i].arrival + counter.carry[order[i]]);
    }
    // A constant alone in its column waits for nothing.
    if (bits.empty()) sum.arrival = counter.sum[0], carry.arrival = counter.carry[0];
    const bool one = kind == Kind::one;
    sum.inverted = one ? !bits.empty() : inverted != counter.inverted_sum;
    carry.inverted = !one && inverted != counter.inverted_carry;
    return result;
}

double cost_of(Kind kind, const Costs& costs) {
    return kind == Kind::one ? one_gates : counter_of(kind, costs).gates;
}

class CompressorPlanner {
  public:
    CompressorPlanner(const std::vector<std::vector<WaitingBit>>& columns, const Costs& costs,
                      Kind full)
        : costs_(costs), full_(full), columns_(columns.size()) {
        for (unsigned weight = 0; weight < columns.size(); ++weight)
            for (const auto& bit : columns[weight]) {
                add(weight, bit);
                next_ = std::max(next_, bit.number + 1);
            }
    }

    CompressorPlan run(const ir::Int& constant, unsigned rippled) {
        for (unsigned weight = 0; weight < columns_.size(); ++weight) {
            if (bit_test(constant, weight)) step(Kind::one, weight);
            auto left = weight < rippled ? 1u : 2u;
            // An odd one out is paired early, so that the latest two remain.
            if (size(weight) > left && (size(weight) - left) % 2) step(Kind::half, weight);
            while (size(weight) > left) step(full_, weight);
        }
        for (const auto& column : columns_) plan_.columns.push_back(in_order(column));
        return std::move(plan_);
    }

  private:
    /// Bits by arrival, those that came into the column first before others.
    using Column = std::map<std::pair<double, unsigned>, WaitingBit>;

    static std::vector<WaitingBit> in_order(const Column& column) {
        std::map<unsigned, WaitingBit> bits;
        for (const auto& [key, bit] : column) bits[key.second] = bit;
        std::vector<WaitingBit> ordered;
        for (const auto& [place, bit] : bits) ordered.push_back(bit);
        return ordered;
    }

    std::size_t size(unsigned weight) const { return columns_[weight].size(); }

    void add(unsigned weight, const WaitingBit& bit) {
        columns_[weight].emplace(std::pair(bit.arrival, added_++), bit);
    }

    WaitingBit take_earliest(unsigned weight) {
        return columns_[weight].extract(columns_[weight].begin()).mapped();
    }

    void step(Kind kind, unsigned weight) {
        ir::poll();
        std::vector<WaitingBit> bits;
        const std::size_t wanted = kind == full_ ? 3 : 2;
        for (auto count = std::min(wanted, size(weight)); count > 0; --count)
            bits.push_back(take_earliest(weight));
        auto at = placed(bits, kind, costs_);
        at.sum.number = next_++, at.carry.number = next_++;
        AdderStep step{kind, weight, at.pins, at.sum.number, at.carry.number, at.inverted};
        add(weight, at.sum);
        if (weight + 1 < columns_.size()) add(weight + 1, at.carry);
        plan_.cost += cost_of(kind, costs_);
        plan_.steps.push_back(std::move(step));
    }

    Costs costs_;
    Kind full_;
    CompressorPlan plan_;
    std::vector<Column> columns_;
    unsigned next_ = 0, added_ = 0;
};

/// Puts cells into a plan of gates wherever they come in time, or late by a share of the whole.
class Mixer {
  public:
    Mixer(CompressorPlan plan, const std::vector<std::vector<WaitingBit>>& columns,
          const Costs& costs, double slack)
        : plan_(std::move(plan)), costs_(costs), slack_(slack) {
        for (const auto& column : columns)
            for (const auto& bit : column) at(bits_, bit.number, {}) = bit;
    }

    CompressorPlan run() {
        require_columns();
        for (auto step = plan_.steps.rbegin(); step != plan_.steps.rend(); ++step)
            require_operands(*step);
        plan_.cost = 0;
        for (auto& step : plan_.steps) settle(step);
        for (auto& column : plan_.columns)
            for (auto& bit : column) bit = bits_[bit.number];
        return std::move(plan_);
    }

  private:
    static constexpr double never = std::numeric_limits<double>::infinity();

    template <class T>
    static T& at(std::vector<T>& values, unsigned number, const T& initial) {
        if (values.size() <= number) values.resize(number + 1, initial);
        return values[number];
    }

    /// The final adder waits for the latest column; from one that is n columns away it needs
    /// log2(n + 1) steps more.
    void require_columns() {
        double latest = 0;
        unsigned place = 0;
        for (unsigned weight = 0; weight < plan_.columns.size(); ++weight)
            for (const auto& bit : plan_.columns[weight])
                if (bit.arrival > latest) latest = bit.arrival, place = weight;
        for (unsigned weight = 0; weight < plan_.columns.size(); ++weight) {
            const double away = weight > place ? weight - place : place - weight;
            const double due = latest * (1 + slack_) - costs_.delays.prefix * std::log2(away + 1);
            for (const auto& bit : plan_.columns[weight])
                at(required_, bit.number, never) = std::max(bit.arrival, due);
        }
    }

    void require_operands(const AdderStep& step) {
        const auto& counter = counter_of(step.kind, costs_);
        const double sum = at(required_, step.sum, never), carry = at(required_, step.carry, never);
        for (std::size_t i = 0; i < step.operands.size(); ++i) {
            double& due = at(required_, step.operands[i], never);
            due = std::min({due, sum - counter.sum[i], carry - counter.carry[i]});
        }
    }

    /// A cell drives pins of gates and of cells here, and its figure is for cells alone: what it
    /// takes may be longer by a share.
    bool is_in_time(const PlacedCounter& cell, const AdderStep& step) const {
        constexpr double margin = 0.1;
        const double sum = margin * costs_.full_cell->latest_sum();
        const double carry = margin * costs_.full_cell->latest_carry();
        return cell.sum.arrival + sum <= required_[step.sum] &&
               cell.carry.arrival + carry <= required_[step.carry];
    }

    void settle(AdderStep& step) {
        std::vector<WaitingBit> bits;
        for (auto number : step.operands) {
            at(bits_, number, {}).number = number;
            bits.push_back(bits_[number]);
        }
        if (step.kind == Kind::gates && is_in_time(placed(bits, Kind::full, costs_), step))
            step.kind = Kind::full;
        auto now = placed(bits, step.kind, costs_);
        step.operands = now.pins, step.inverted = now.inverted;
        now.sum.number = step.sum, now.carry.number = step.carry;
        at(bits_, step.sum, {}) = now.sum, at(bits_, step.carry, {}) = now.carry;
        plan_.cost += cost_of(step.kind, costs_);
    }

    CompressorPlan plan_;
    Costs costs_;
    double slack_;
    std::vector<WaitingBit> bits_;  ///< by number, as `required_`
    std::vector<double> required_;
};

}  // namespace

CompressorPlan plan_compressor(const std::vector<std::vector<WaitingBit>>& columns,
                               const ir::Int& constant, unsigned rippled, const Costs& costs,
                               Counters counters, double slack) {
    const bool cells = costs.full_cell && (counters == Counters::cells || !costs.full_gates);
    auto plan =
        CompressorPlanner(columns, costs, cells ? Kind::full : Kind::gates).run(constant, rippled);
    return counters == Counters::mixed && !cells && costs.full_cell
               ? Mixer(std::move(plan), columns, costs, slack).run()
               : plan;
}

}  // namespace mxgen::lower
